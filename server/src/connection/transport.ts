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

/**
 * What carries the messages, once it is connected.
 * @param onEnd called when the client has closed it, also without a word, and where it sends what no message is
 */
export async function carrierOf(transport: Transport, onEnd: () => void): Promise<Carrier> {
  switch (transport.kind) {
    case 'stdio':
      return streams(process.stdin, process.stdout, onEnd);
    case 'ipc':
      process.once('disconnect', onEnd);
      return {
        send: (message) => process.send?.(message),
        listen: (onMessage) => void process.on('message', onMessage),
      };
    case 'socket':
      return await overSocket({ port: transport.port, host: '127.0.0.1' }, onEnd);
    case 'pipe':
      return await overSocket({ path: transport.name }, onEnd);
  }
}

function streams(input: Readable, output: Writable, onEnd: () => void): Carrier {
  input.once('close', onEnd);
  // a client that is gone reads nothing any more
  output.once('error', onEnd);
  return {
    send: (message) => void output.write(frame(message)),
    listen: (onMessage) => void input.on('data', unframe(onMessage, onEnd)),
  };
}

async function overSocket(
  address: { readonly port: number; readonly host: string } | { readonly path: string },
  onEnd: () => void,
): Promise<Carrier> {
  const { createConnection } = await import('node:net');
  const socket = createConnection(address);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return streams(socket, socket, onEnd);
}
