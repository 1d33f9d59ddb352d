/** One session of the fuzzer: a server, a folder, and as many random steps as are asked for. */
import { mkdirSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { difference, silence } from './checkpoint.ts';
import { folders } from './corpus.ts';
import { pathIn, writeAll } from './disk.ts';
import { Editor, Finding } from './editor.ts';
import { renewGone } from './gone.ts';
import type { Profile } from './profile.ts';
import { randomOf } from './random.ts';
import { Results } from './results.ts';
import type { Session } from './session.ts';
import { openOne } from './document-steps.ts';
import { changeLittle, makeSense, takeStep } from './steps.ts';
import type { TimingRow } from './timings.ts';
import { timings } from './timings.ts';
import { uriOf } from './world.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly steps: number;
  readonly profile: Profile;
  /** After how many steps the server is compared to one that was just started, at the latest. */
  readonly checkpoint: number;
  /** The server's program; if not given, its sources. */
  readonly main?: string | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly step: number;
  /** Bytes of memory of the server. */
  readonly memory: number;
}

export interface Report {
  readonly answers: number;
  readonly messages: number;
  readonly timings: readonly TimingRow[];
}

/** More answers than these are not waited for at once. */
const most = 60;

/**
 * Runs a session to its end.
 * @throws Finding with what must not be, and how to see it again
 */
export async function fuzz(options: FuzzOptions): Promise<Report> {
  const { seed, steps, profile, checkpoint, onProgress } = options;
  await using temporary = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-fuzz-'));
  const root = pathIn(temporary.path, 'app');
  const measured = timings();
  const open = new Set<string>([folders[0]]);
  const start = (cacheFolder: string | false): Promise<Editor> =>
    Editor.start({
      profile,
      folders: Array.from(open, (name) => uriOf(pathIn(root, name))),
      main: options.main,
      environment: environmentIn(temporary.path),
      cacheFolder,
      ...(cacheFolder !== false && { timings: measured }),
    });
  mkdirSync(root);
  await using editor = await start(path.join(temporary.path, 'cache'));
  writeAll(root, editor.world);
  editor.notify('workspace/didChangeWatchedFiles', { changes: [] });
  const random = randomOf(seed);
  const session: Session = {
    random,
    editor,
    results: new Results(),
    profile,
    root,
    serving: new Map(),
    open,
  };
  for (let count = 0; count < 10; count++) openOne(session);
  let step = 0;
  try {
    while (step < steps) {
      const next = Math.min(steps, step + checkpoint);
      for (; step < next; step++) {
        await takeStep(session);
        if (random.chance(0.1)) editor.flush();
        if (editor.pending > most) await editor.settle(most / 4);
        if (step % 1000 === 0) onProgress?.({ step, memory: editor.memory });
      }
      makeSense(session);
      const seen = await renewGone(session);
      await editor.quiet(silence);
      changeLittle(session);
      const found = await difference(session, seen, () => start(false));
      if (found !== undefined) throw new Finding(found);
    }
  } catch (error) {
    throw new Finding(
      `${error instanceof Finding ? error.message : error instanceof Error ? (error.stack ?? '') : String(error)}\n` +
        `At step ${step}. Again: npm run fuzz -- --profile ${profile.name} --seed ${seed} --steps ${steps} --checkpoint ${checkpoint}`,
      { cause: error },
    );
  }
  onProgress?.({ step, memory: editor.memory });
  return { answers: editor.answers, messages: editor.world.clock, timings: measured.rows() };
}

/** What a server sees of the machine: nothing of whoever runs the fuzzer, whose key and cache it would else use. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return {
    ...(PATH !== undefined && { PATH }),
    HOME: path.join(folder, 'home'),
    XDG_CONFIG_HOME: path.join(folder, 'home/config'),
    XDG_CACHE_HOME: path.join(folder, 'home/cache'),
    REDIS_ADDRESS: 'redis://127.0.0.1:6379',
  };
}
