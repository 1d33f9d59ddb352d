/** How the client is spoken to: over standard input and output, a parent's IPC channel, or a socket that it listens at. */
import type { Readable, Writable } from 'node:stream';
import { frame, unframe } from './frames.ts';
import type { Carrier } from './json-rpc.ts';

export type Transport =
  | { readonly kind: 'stdio' | 'ipc' }
  /** A TCP port of this machine. */
  | { readonly kind: 'socket'; readonly port: number }
  /** A named pipe or Unix socket. */
  | { readonly kind: 'pipe'; readonly name: string };

/** A client that takes nothing for so long, in milliseconds, is not waited for when the server ends. */
const patience = 5000;

/**
 * What carries the messages, once it is connected.
 * Of a client that closes it without a word, the last message is `exit`.
 * @param onEnd called where it sends what no message is
 * @param onGone called when it takes nothing any more
 */
export async function carrierOf(
  transport: Transport,
  onEnd: () => void,
  onGone: () => void,
): Promise<Carrier> {
  switch (transport.kind) {
    case 'stdio':
      return streams(process.stdin, process.stdout, onEnd, onGone);
    case 'ipc':
      process.once('disconnect', onGone);
      return overChannel();
    case 'socket':
      return await overSocket({ port: transport.port, host: '127.0.0.1' }, onEnd, onGone);
    case 'pipe':
      return await overSocket({ path: transport.name }, onEnd, onGone);
  }
}

function overChannel(): Carrier {
  let unsent = 0;
  let onSent: () => void = () => undefined;
  return {
    send(message) {
      unsent += 1;
      process.send?.(message, undefined, undefined, () => {
        unsent -= 1;
        if (unsent === 0) onSent();
      });
    },
    listen: (onMessage) => void process.on('message', onMessage),
    whenSent(done) {
      onSent = done;
      if (unsent === 0) done();
    },
  };
}

function streams(input: Readable, output: Writable, onEnd: () => void, onGone: () => void): Carrier {
  output.once('error', onGone);
  return {
    send: (message) => void output.write(frame(message)),
    listen: (onMessage) => {
      input.on('data', unframe(onMessage, onEnd));
      // behind all that was sent
      input.once('close', () => onMessage({ jsonrpc: '2.0', method: 'exit' }));
    },
    whenSent: (done) => {
      let left = output.writableLength;
      setInterval(() => {
        if (output.writableLength === left) done();
        left = output.writableLength;
      }, patience);
      output.write('', () => done());
    },
  };
}

async function overSocket(
  address: { readonly port: number; readonly host: string } | { readonly path: string },
  onEnd: () => void,
  onGone: () => void,
): Promise<Carrier> {
  const { createConnection } = await import('node:net');
  const socket = createConnection(address);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return streams(socket, socket, onEnd, onGone);
}
