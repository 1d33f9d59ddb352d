/** Sees when a server that is shown as up has gone. Knows nothing of VS Code. */
import { connect } from 'node:net';

export interface Lookout {
  /**
   * Asks each whether it still takes connections.
   * @param addresses `127.0.0.1:49153`
   * @returns those that have stopped since the last look; each is told once, until it answers again
   */
  look(addresses: readonly string[]): Promise<readonly string[]>;
}

/** @param takes whether a server takes connections */
export function createLookout(takes = takesConnections): Lookout {
  let silent: ReadonlySet<string> = new Set();
  return {
    async look(addresses) {
      const answers = await Promise.all(addresses.map(takes));
      const now = addresses.filter((_, index) => !answers[index]);
      const gone = now.filter((address) => !silent.has(address));
      silent = new Set(now);
      return gone;
    },
  };
}

/** In milliseconds. */
const patience = 1000;

/** False where nobody listens any more. One that is only slow counts as being there. */
function takesConnections(address: string): Promise<boolean> {
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(address.slice(at + 1)), timeout: patience });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', end(true)).on('timeout', end(true)).on('error', end(false));
  });
}
