/** For tests: an app that serves HTTP, started as a user would start it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { shipped } from './shipped.ts';

export interface Serving {
  readonly cwd: string;
  readonly process: ChildProcess;
  /** Where it listens, of the last line that says so. */
  readonly url: string;
  /** All that it has written to standard error so far. */
  readonly told: string;
  /** Resolves when standard error has this. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Resolves when standard output has this. */
  printed(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** An empty folder with a slightfile that declares HTTP, and what is given besides. */
export function servingFolder(more = ''): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-serving-'));
  writeFileSync(
    path.join(folder, 'slightfile.toml'),
    `specversion = "0.2"\n[[capability]]\nresource = "http"\nname = "web"\n${more}`,
  );
  return folder;
}

export function guestFile(name: string): string {
  return path.join(import.meta.dirname, '../.cache/guests', `${name}.wasm`);
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Whether it is started as an editor starts it, and so says where it listens. */
  readonly byChannel?: boolean;
  /** What it is that tells that it serves. Default: HTTP, whose address is then its `url`. */
  readonly serves?: 'http' | 'messages';
}

/**
 * Starts `slight run`, its output in pipes, on a port that is free where nothing is said of that. It is killed when the
 * test is over.
 */
export async function startServing(
  t: Pick<TestContext, 'after'>,
  args: readonly string[],
  { cwd = servingFolder(), env = {}, byChannel = false, serves = 'http' }: StartOptions = {},
): Promise<Serving> {
  const listen = args.includes('--listen') || serves === 'messages' ? [] : ['--listen', ':0'];
  const channel = byChannel ? ['--channel', '3'] : [];
  const child = spawn(process.execPath, [shipped('slight.mjs'), ...channel, 'run', ...listen, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', byChannel ? 'overlapped' : 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'close').then(
    ([code, signal]) => (code as number | null) ?? (signal as NodeJS.Signals),
  );
  const told = follow(child.stderr as Readable, ended);
  const printed = follow(child.stdout as Readable, ended);
  const [, url = ''] = byChannel
    ? await follow(child.stdio[3] as Readable, ended).until(/"type":"listening","url":"([^"]+)"/)
    : await told.until(serves === 'http' ? /Listening on (\S+)/ : /Handling messages of/);
  return {
    cwd,
    process: child,
    url,
    get told() {
      return told.text;
    },
    until: told.until,
    printed: printed.until,
    ended,
  };
}

interface Followed {
  readonly text: string;
  readonly until: (pattern: RegExp) => Promise<RegExpMatchArray>;
}

/** The text that comes in, up to the end of who writes it. */
function follow(stream: Readable, ended: Promise<unknown>): Followed {
  let text = '';
  const waiting = new Set<() => void>();
  stream.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    for (const look of waiting) look();
  });
  return {
    get text() {
      return text;
    },
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found) resolve(found);
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended before it told ${String(pattern)}: ${text}`)));
      }),
  };
}
