/** How the client is spoken to: over standard input and output, a parent's IPC channel, or a socket that it listens at. */
import type { MessageReader, MessageWriter } from 'vscode-jsonrpc/node';
import {
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

export type Transport =
  | { readonly kind: 'stdio' | 'ipc' }
  /** A TCP port of this machine. */
  | { readonly kind: 'socket'; readonly port: number }
  /** A named pipe or Unix socket. */
  | { readonly kind: 'pipe'; readonly name: string };

export interface Streams {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/**
 * Both directions of the transport, once it is connected.
 * @param onEnd called when the client has closed it, also without a word
 */
export async function connect(transport: Transport, onEnd: () => void): Promise<Streams> {
  switch (transport.kind) {
    case 'stdio':
      process.stdin.once('close', onEnd);
      return {
        reader: new StreamMessageReader(process.stdin),
        writer: new StreamMessageWriter(process.stdout),
      };
    case 'ipc':
      process.once('disconnect', onEnd);
      return { reader: new IPCMessageReader(process), writer: new IPCMessageWriter(process) };
    case 'socket':
      return await overSocket({ port: transport.port, host: '127.0.0.1' }, onEnd);
    case 'pipe':
      return await overSocket({ path: transport.name }, onEnd);
  }
}

async function overSocket(
  address: { readonly port: number; readonly host: string } | { readonly path: string },
  onEnd: () => void,
): Promise<Streams> {
  const { createConnection } = await import('node:net');
  const socket = createConnection(address);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.once('close', onEnd);
  return { reader: new StreamMessageReader(socket), writer: new StreamMessageWriter(socket) };
}
