/**
 * The Debug Adapter Protocol, as far as an app that runs to its end needs it: it is launched, it is stopped, it ends.
 * Knows nothing of VS Code.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';

/** An app that was launched. */
export interface Launched {
  /** For people. */
  readonly name: string;
  /** Settles with its exit code, and never rejects. */
  readonly ended: Promise<number | undefined>;
  stop(): Promise<void>;
}

export type Adapter = (message: DebugProtocol.ProtocolMessage) => void;

/**
 * Answers requests with `send`.
 * @param launch starts the app; rejects with a sentence for people where it cannot
 */
export function createAdapter(
  send: (message: DebugProtocol.ProtocolMessage) => void,
  launch: () => Promise<Launched>,
): Adapter {
  let seq = 0;
  let launched: Launched | undefined;
  const event = (name: string, body?: object): void => {
    const told: DebugProtocol.Event = { seq: ++seq, type: 'event', event: name, body };
    send(told);
  };
  const stop = async (): Promise<void> => {
    await launched?.stop();
    // a restart launches as soon as it is told that this has ended
    await launched?.ended;
  };

  const requests: Readonly<Record<string, () => object | undefined | Promise<void>>> = {
    initialize: (): DebugProtocol.Capabilities => ({
      supportsConfigurationDoneRequest: true,
      supportsTerminateRequest: true,
    }),
    async launch() {
      launched = await launch();
      const { name, ended } = launched;
      event('process', { name, startMethod: 'launch' });
      void ended.then((exitCode) => {
        if (exitCode !== undefined) event('exited', { exitCode });
        event('terminated');
      });
    },
    configurationDone: () => undefined,
    threads: () => ({ threads: [] }),
    terminate: stop,
    disconnect: stop,
  };

  return (message) => {
    if (message.type !== 'request') return;
    const { command, seq: asked } = message as DebugProtocol.Request;
    const respond = (more: Pick<DebugProtocol.Response, 'success' | 'body' | 'message'>): void => {
      const response: DebugProtocol.Response = {
        ...more,
        seq: ++seq,
        type: 'response',
        request_seq: asked,
        command,
      };
      send(response);
    };
    const answer = async (): Promise<void> => {
      const request = Object.hasOwn(requests, command) ? requests[command] : undefined;
      if (!request) throw new Error(`Slight has no answer to ${command}.`);
      respond({ success: true, body: await request() });
      if (command === 'initialize') event('initialized');
    };
    answer().catch((error: unknown) =>
      respond({ success: false, message: error instanceof Error ? error.message : String(error) }),
    );
  };
}
