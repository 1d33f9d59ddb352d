/** One VS Code at a time: on two cores, one that runs guests which compute for ever starves another. */
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A name of Linux's abstract sockets: the system frees it when the process that has it ends, however it does. */
const name = '\0slight-e2e';

/** Waits until no other process of the tests has a VS Code. Disposing lets the next one have its own. */
export async function alone(): Promise<AsyncDisposable> {
  for (;;) {
    const server = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(true));
      server.listen(name, () => resolve(false));
    });
    if (!taken) {
      return { [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
    }
    await delay(200);
  }
}
