/** The shape of generated/legacy-wit.ts: wit/legacy as tables, so that nothing is parsed when a guest starts. */
import type { Generation } from '@slight/slightfile/interfaces.ts';
import type { FunctionType } from '@slight/wit/model.ts';

export interface LegacyInterface {
  readonly resources: readonly string[];
  /** By the name in the module's imports: `keyvalue::open`, `request`. */
  readonly functions: Readonly<Record<string, LegacyFunction>>;
}

export interface LegacyFunction extends FunctionType {
  /** The canonical WIT name, which hosts use: `[static]keyvalue.open`. */
  readonly canonical: string;
}

/**
 * By generation, and then by interface, which is the module's import: `keyvalue`, `http-server`. `0.1` holds only what
 * slight 0.1 had otherwise than 0.2.
 */
export type LegacyWit = Readonly<Record<'0.1' | Generation, Readonly<Record<string, LegacyInterface>>>>;

/** `[static]keyvalue.open` → `keyvalue::open`; a free function's name stays. */
export function legacyName(canonical: string): string {
  return canonical.replace(/^\[\w+\](.+)\.(.+)$/, '$1::$2');
}
