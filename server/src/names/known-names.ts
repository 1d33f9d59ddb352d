/** The names of each app, and what is wrong with them, made once for each state of its files. */
import type { App } from '../index/apps.ts';
import type { Facts } from '../index/facts.ts';
import type { AppNames, Sources, Used } from './app-names.ts';
import { namesOf, usedBesides, usedBy } from './app-names.ts';
import type { NameProblems } from './problems.ts';
import { nameProblems } from './problems.ts';

export interface Known {
  readonly names: AppNames;
  readonly problems: NameProblems;
}

/** What they were made of. */
interface State {
  readonly used: Used;
  readonly isComplete: boolean;
  /** Of the slightfiles, in the order of the app. */
  readonly facts: readonly (Facts | undefined)[];
}

export class KnownNames {
  readonly #sources: Sources;
  readonly #used = new WeakMap<App, { readonly revision: number; readonly used: Used }>();
  readonly #known = new WeakMap<App, State & Known>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** @param revision other than before wherever a source or a module may be other than before */
  of(app: App, revision: number): Known {
    const state: State = {
      used: this.#usedBy(app, revision),
      isComplete: this.#sources.isComplete(),
      facts: Array.from(app.slightfiles, this.#sources.facts),
    };
    const before = this.#known.get(app);
    if (before && isSame(before, state)) return before;
    const names = namesOf(app, this.#sources, state.used);
    const known = { ...state, names, problems: nameProblems(names) };
    this.#known.set(app, known);
    return known;
  }

  /** The same with those of a file that lies in the app and does not belong to it: one that is open, and ignored. */
  besides(app: App, file: string, revision: number): Known {
    const used = this.#usedBy(app, revision);
    const isSlightfile = this.#sources.facts(file)?.kind === 'slightfile';
    const names = isSlightfile
      ? namesOf({ ...app, slightfiles: new Set([...app.slightfiles, file]) }, this.#sources, used)
      : namesOf(app, this.#sources, usedBesides(used, file, this.#sources));
    return { names, problems: nameProblems(names) };
  }

  #usedBy(app: App, revision: number): Used {
    const before = this.#used.get(app);
    if (before?.revision === revision) return before.used;
    const used = usedBy(app, this.#sources);
    this.#used.set(app, { revision, used });
    return used;
  }
}

function isSame(one: State, other: State): boolean {
  return (
    one.used === other.used &&
    one.isComplete === other.isComplete &&
    one.facts.length === other.facts.length &&
    one.facts.every((facts, at) => facts === other.facts[at])
  );
}
