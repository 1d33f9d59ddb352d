/** For tests: a client of the Debug Adapter Protocol, at the other end of the shipped `slight dap`. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { TestContext } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { shipped } from './shipped.ts';

export interface DapClient {
  readonly process: ChildProcess;
  /** @throws Error with what the adapter says where it refuses */
  ask<Body>(command: string, args?: object): Promise<Body>;
  /** The next event of the name that was not taken yet. */
  event<Body>(name: string): Promise<Body>;
  /** All that has been told as output so far. */
  readonly output: string;
  readonly ended: Promise<number | null>;
}

type Message = DebugProtocol.Response | DebugProtocol.Event;

/** Starts an adapter, which is killed when the test is over. */
export function dapClient(t: TestContext, cwd: string): DapClient {
  const child = spawn(process.execPath, [shipped('slight.mjs'), 'dap'], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const answers = new Map<number, (message: DebugProtocol.Response) => void>();
  const events: DebugProtocol.Event[] = [];
  const waiting = new Set<() => void>();
  let output = '';
  let seq = 0;
  const take = (message: Message): void => {
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      answers.get(response.request_seq)?.(response);
      return;
    }
    const event = message as DebugProtocol.Event;
    if (event.event === 'output') output += (event.body as { readonly output: string }).output;
    events.push(event);
    for (const look of waiting) look();
  };
  let kept = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]);
    for (;;) {
      const head = kept.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/.exec(kept.subarray(0, Math.max(0, head)).toString())?.[1],
      );
      if (head === -1 || kept.length < head + 4 + length) return;
      take(JSON.parse(kept.subarray(head + 4, head + 4 + length).toString()) as Message);
      kept = kept.subarray(head + 4 + length);
    }
  });
  return {
    process: child,
    get output() {
      return output;
    },
    ended: new Promise((resolve) => child.once('close', resolve)),
    ask<Body>(command: string, args: object = {}) {
      const id = (seq += 1);
      const { promise, resolve, reject } = Promise.withResolvers<Body>();
      answers.set(id, ({ success, body, message }) => {
        const why = (body as { readonly error?: { readonly format: string } } | undefined)?.error?.format;
        if (success) resolve(body as Body);
        else reject(new Error(why ?? message));
      });
      const text = JSON.stringify({ seq: id, type: 'request', command, arguments: args });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
      return promise;
    },
    event<Body>(name: string) {
      return new Promise<Body>((resolve) => {
        const look = () => {
          const at = events.findIndex(({ event }) => event === name);
          if (at === -1) return;
          waiting.delete(look);
          resolve(events.splice(at, 1)[0]?.body as Body);
        };
        waiting.add(look);
        look();
      });
    },
  };
}
