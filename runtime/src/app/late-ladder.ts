/** The ladder of a command, made when the first capability needs one: most of a run's code is behind it. */
import path from 'node:path';
import type { RungChoice } from '../backends/climb.ts';
import type { Ladder } from '../backends/ladder.ts';
import type { Keep } from '../backends/server-state.ts';
import type { DataFolder } from '../data-folder.ts';
import { once } from '../once.ts';
import type { Trace } from '../trace/trace.ts';
import type { Stop } from './stop.ts';

export interface LateLadderOptions {
  /** The path of the slightfile. */
  readonly slightfile: string;
  readonly backends: RungChoice;
  readonly keep: Keep;
  readonly trace: Trace;
  readonly stop: Stop;
}

export interface LateLadder extends Ladder {
  /** Has another process watch over this one, which holds servers. @returns false where that cannot be had */
  guarded(): Promise<boolean>;
}

export function createLateLadder(
  { slightfile, backends, keep, stop, trace }: LateLadderOptions,
  data: DataFolder,
): LateLadder {
  let made: Ladder | undefined;
  const stateDir = data.state;
  const guarded = once(() => stop.guard(stateDir));
  const ladder = once(async () => {
    const { createLadder } = await import('../backends/ladder.ts');
    made = createLadder({
      stateDir,
      prepare: () => data.make('state'),
      workspace: path.dirname(path.resolve(slightfile)),
      choice: backends,
      keep,
      signal: stop.signal,
      onEvent(event) {
        // side by side with the server that starts
        if (event.state === 'starting') void guarded();
        trace.emit({ type: 'backend', ...event });
      },
    });
    return made;
  });
  return {
    get holds() {
      return made?.holds ?? false;
    },
    guarded,
    climb: async (request) => (await ladder()).climb(request),
    async [Symbol.asyncDispose]() {
      await made?.[Symbol.asyncDispose]();
    },
  };
}
