/** How the client is spoken to: over standard input and output, a parent's IPC channel, or a socket that it listens at. */
import type { Readable, Writable } from 'node:stream';
import type { MessageReader } from 'vscode-jsonrpc/node';
import { IPCMessageReader } from 'vscode-jsonrpc/node';
import type { OnBroken } from './reader.ts';
import { MessagesOnly, readerOf } from './reader.ts';
import type { TellingWriter } from './writers.ts';
import { ChannelWriter, StreamWriter } from './writers.ts';

export type Transport =
  | { readonly kind: 'stdio' | 'ipc' }
  /** A TCP port of this machine. */
  | { readonly kind: 'socket'; readonly port: number }
  /** A named pipe or Unix socket. */
  | { readonly kind: 'pipe'; readonly name: string };

/** What is read from the client, and what is written to it. */
export interface Wire {
  readonly reader: MessageReader;
  readonly writer: TellingWriter;
}

/** What may become of a client that says nothing of it. */
export interface Ends {
  readonly onBroken: OnBroken;
  /** It takes nothing any more. */
  readonly onGone: () => void;
}

/** The wire to the client, once it is connected; rejects where it cannot be. */
export async function wireOf(transport: Transport, ends: Ends): Promise<Wire> {
  switch (transport.kind) {
    case 'stdio':
      return overStreams(process.stdin, process.stdout, ends);
    case 'ipc':
      process.once('disconnect', ends.onGone);
      return {
        reader: new MessagesOnly(new IPCMessageReader(process), ends.onBroken),
        writer: new ChannelWriter(),
      };
    case 'socket':
      return await overSocket({ port: transport.port, host: '127.0.0.1' }, ends);
    case 'pipe':
      return await overSocket({ path: transport.name }, ends);
  }
}

function overStreams(input: Readable, output: Writable, ends: Ends): Wire {
  output.once('error', ends.onGone);
  return { reader: readerOf(input, ends.onBroken), writer: new StreamWriter(output) };
}

async function overSocket(
  address: { readonly port: number; readonly host: string } | { readonly path: string },
  ends: Ends,
): Promise<Wire> {
  const { createConnection } = await import('node:net');
  const socket = createConnection(address);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return overStreams(socket, socket, ends);
}
