/** An app of the matrix: a folder with a slightfile, and the program that ships, which runs guests in it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile, mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { RungName } from '@slight/runtime/backends/backend.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import { guestFile } from '../serving.ts';
import { toolsFolder } from '../setup/steps/tools.ts';
import { shipped } from '../shipped.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface App {
  readonly resource: Resource;
  /** What the slightfile calls it. */
  readonly name: string;
  readonly folder: string;
  /** What the command's environment has besides this process's. */
  readonly environment: Record<string, string>;
  /**
   * Runs a guest to its end.
   * @throws Error where something else served it than was asked for
   */
  run(guest: string, ...args: readonly string[]): Promise<Ended>;
  /** Any command of `slight`, in the folder. */
  slight(...args: readonly string[]): Promise<Ended>;
  /**
   * Serves HTTP by a guest, while `use` runs.
   * @throws Error where it ends before it listens
   */
  serve(guest: string, use: (url: string) => Promise<void>): Promise<void>;
  /**
   * Has a guest handle messages, while `use` runs, which is given all that the guest has printed so far.
   * @throws Error where it ends before it does
   */
  handle(guest: string, use: (printed: () => string) => Promise<void>): Promise<void>;
}

/** A folder whose servers are kept over the apps that are made in it, one after the other. */
export interface Place extends AsyncDisposable {
  /** Writes the slightfile of an app, which is the folder's only one. `beside`: what it declares besides. */
  app(name: string, beside?: readonly string[]): Promise<App>;
  /** Stops the servers; their data stays. */
  down(): Promise<void>;
}

/**
 * @param engine the address of the container engine, as DOCKER_HOST has it
 * @param given what the environment of every command has besides
 */
export async function makePlace(
  resource: Resource,
  rung: RungName,
  engine: string,
  given: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const program = shipped('slight.mjs');
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-matrix-'));
  const environmentOf = (more: Readonly<Record<string, string>>) => ({
    ...process.env,
    // the servers of npm's packages
    PATH: `${process.env['PATH'] ?? ''}:${path.join(toolsFolder, 'node_modules/.bin')}`,
    NO_COLOR: '1',
    DOCKER_HOST: engine,
    XDG_CONFIG_HOME: path.join(folder.path, 'config'),
    ...more,
  });
  const start = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    spawn(process.execPath, [program, ...args], {
      cwd: folder.path,
      env: environmentOf(more),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const end = async (child: ReturnType<typeof start>): Promise<Ended> => {
    const [[code], stdout, stderr] = await Promise.all([
      once(child, 'close') as Promise<[number | null]>,
      text(child.stdout),
      text(child.stderr),
    ]);
    return { code, stdout, stderr };
  };
  const down = async () => {
    if (resource.backend !== undefined) await end(start(['down']));
  };
  const flags = ['--backends', rung, ...(rung === 'embedded' ? [] : ['--keep-backends'])];
  return {
    async app(name, beside = []) {
      const declared = [...beside.map((id) => [id, `beside-${id}`] as const), [resource.id, name] as const];
      const blocks = declared.map(([id, as]) => `[[capability]]\nresource = "${id}"\nname = "${as}"\n`);
      await writeFile(path.join(folder.path, 'slightfile.toml'), `specversion = "0.2"\n${blocks.join('')}`);
      const environment: Record<string, string> = { ...given };
      const slight = (...args: readonly string[]) => end(start(args, environment));
      /** Runs a guest that does not end by itself; `sign` is what tells that it is ready. */
      const stay = async (
        guest: string,
        more: readonly string[],
        sign: RegExp,
        use: (found: string, printed: () => string) => Promise<void>,
      ) => {
        const child = start(['run', ...more, ...flags, guestFile(guest)], environment);
        let [told, printed] = ['', ''];
        const ready = new Promise<string>((resolve, reject) => {
          child.stderr.setEncoding('utf8').on('data', (text: string) => {
            told += text;
            const [, found] = sign.exec(told) ?? [];
            if (found !== undefined) resolve(found);
          });
          child.on('close', () => reject(new Error(`It has ended: ${told}`)));
        });
        child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
        const closed = once(child, 'close');
        try {
          await use(await ready, () => printed);
        } finally {
          child.kill('SIGTERM');
          await closed;
        }
      };
      return {
        resource,
        name,
        folder: folder.path,
        environment,
        slight,
        async run(guest, ...args) {
          const ended = await slight('run', ...flags, guestFile(guest), '--', ...args);
          mustBeServedBy(resource, rung, ended);
          return ended;
        },
        serve: (guest, use) => stay(guest, ['--listen', ':0'], /Listening on (\S+)/, use),
        handle: (guest, use) =>
          stay(guest, [], /Handling messages of (.+),/, (_topics, printed) => use(printed)),
      };
    },
    down,
    async [Symbol.asyncDispose]() {
      await down();
      await folder.remove();
    },
  };
}

/** The run's report says by what it is served. */
function mustBeServedBy(resource: Resource, rung: RungName, { stderr }: Ended): void {
  if (resource.backend === undefined) return;
  const sign = {
    container: ', a container on ',
    local: ', a local server on ',
    embedded: `, standing in for ${resource.id}`,
  }[rung];
  if (!stderr.includes(sign)) throw new Error(`It is not served by what was asked for: ${stderr.trim()}`);
}
