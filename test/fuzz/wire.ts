/** The server as a process, spoken to in whole batches of messages: what an editor writes at once arrives at once. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { shipped } from '../shipped.ts';

export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface WireOptions {
  /** The program; if not given, dist/server.mjs. */
  readonly main?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly onMessage: (message: Message) => void;
  readonly onDeath: () => void;
}

export interface Wire extends AsyncDisposable {
  /** Writes messages at once. */
  readonly send: (messages: readonly object[]) => void;
  /** How the process ended, with what it said on its standard error; undefined while it lives. */
  readonly death: () => string | undefined;
  /** Bytes of memory of the process; 0 where the system does not tell. */
  readonly memory: () => number;
}

export function startWire({
  main = shipped('server.mjs'),
  environment,
  onMessage,
  onDeath,
}: WireOptions): Wire {
  const child = spawn(process.execPath, [main, '--stdio'], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let death: string | undefined;
  let said = '';
  const die = (how: string): void => {
    death ??= how;
    onDeath();
  };
  child.on('error', (error) => die(String(error)));
  child.on('exit', (code, signal) => die(`exit code ${code ?? 'none'}, signal ${signal ?? 'none'}`));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said = (said + chunk).slice(-4000)));
  // a server that died is told of by its exit
  child.stdin.on('error', () => undefined);
  const parse = parser(onMessage);
  child.stdout.on('data', parse);
  return {
    send: (messages) => void child.stdin.write(messages.map(framed).join('')),
    death: () => (death === undefined ? undefined : `${death}\n${said}`),
    memory: () => memoryOf(child),
    [Symbol.asyncDispose]: async () => {
      if (death !== undefined) return;
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function framed(message: object): string {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Takes the bytes as they come, and gives the messages in them. */
function parser(onMessage: (message: Message) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  /** How many bytes make it worth to look again. */
  let wanted = 1;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    const all = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    let at = 0;
    wanted = 1;
    for (;;) {
      const headerEnd = all.indexOf('\r\n\r\n', at);
      if (headerEnd === -1) break;
      const length = Number(/Content-Length: (\d+)/.exec(all.toString('latin1', at, headerEnd))?.[1]);
      const bodyEnd = headerEnd + 4 + length;
      if (bodyEnd > all.length) {
        wanted = bodyEnd - at;
        break;
      }
      onMessage(JSON.parse(all.toString('utf8', headerEnd + 4, bodyEnd)) as Message);
      at = bodyEnd;
    }
    chunks = at === all.length ? [] : [all.subarray(at)];
    size = all.length - at;
  };
}

function memoryOf({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'latin1');
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
