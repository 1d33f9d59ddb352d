/** One climb on the ladder: what is asked, where it ended, and what is told on the way. */
import type { ConfigValues } from '../providers/provider.ts';
import type { RungName } from './backend.ts';
import type { StandInStore } from './stores.ts';

/** `auto`: the first rung that can; else that one and no other. */
export type RungChoice = 'auto' | RungName;

/** What becomes of what serves a resource, as a trace has it. */
export interface LadderEvent {
  /** As the slightfile declares it: `keyvalue.redis`. */
  readonly resource: string;
  /** What the guest opens; `*` where that may be any name. */
  readonly name: string;
  readonly rung: 'given' | 'container' | 'local' | 'embedded';
  readonly state: 'starting' | 'ready' | 'stopped' | 'kept' | 'failed';
  /** `127.0.0.1:49153` */
  readonly address?: string;
  /** The image of the container: `redis:7-alpine`. */
  readonly image?: string;
  /** Where the data is, for what keeps it in a folder of the app's own; absolute. */
  readonly folder?: string;
  readonly duration?: number;
  /** Why the rungs above were not taken. */
  readonly reasons?: readonly string[];
  /** What goes on, for people: `pulling redis:7-alpine`. */
  readonly message?: string;
  /** How much of what `message` says is done, 0 to 1, where that can be told. */
  readonly progress?: number;
}

export interface ClimbRequest {
  readonly resource: string;
  /** What the guest opens, for messages and events. */
  readonly name: string;
  /** The slightfile's configs, references resolved. */
  readonly configs: ConfigValues;
  /** By what it is found again where its configs cannot be resolved (serves.ts). */
  readonly mark?: string | undefined;
  /** Where the resource that may stand in keeps its data, if that can be said. */
  readonly standIn?: StandInStore;
}

/** Where a climb ended. */
export interface Step {
  /** `given`: what the slightfile names is used as it is. */
  readonly rung: 'given' | RungName;
  /** The resource to open: that of the request, or with `embedded` the one that stands in for it. */
  readonly resource: string;
  /** The configs to open it with: the slightfile's, and what the server brought up adds. */
  readonly configs: ConfigValues;
  /** What of these nobody may read, beside what the slightfile gives. */
  readonly secrets?: readonly string[];
  /** `127.0.0.1:6379`; only where the ladder brought a server up, or found one at a local address. */
  readonly address?: string;
  /** The image of the container. */
  readonly image?: string;
  /** Why this rung, and why not those above: plain sentences without secrets. */
  readonly reasons: readonly string[];
}
