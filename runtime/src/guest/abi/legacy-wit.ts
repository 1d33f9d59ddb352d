/** The shape of generated/legacy-wit.ts: wit/legacy as tables, so that nothing is parsed when a guest starts. */
import type { FunctionType } from '@slight/slightfile/wit/model.ts';

/** What slight 0.1, 0.2, and 0.3 to 0.5 spoke; `0.1` holds only what it had otherwise than 0.2. */
export type Generation = '0.1' | '0.2' | '0.5';

export interface LegacyInterface {
  readonly resources: readonly string[];
  /** By the name in the module's imports: `keyvalue::open`, `request`. */
  readonly functions: Readonly<Record<string, LegacyFunction>>;
}

export interface LegacyFunction extends FunctionType {
  /** The canonical WIT name, which hosts use: `[static]keyvalue.open`. */
  readonly canonical: string;
}

/** By interface, which is the module's import: `keyvalue`, `http-server`. */
export type LegacyWit = Readonly<Record<Generation, Readonly<Record<string, LegacyInterface>>>>;

/** `[static]keyvalue.open` → `keyvalue::open`; a free function's name stays. */
export function legacyName(canonical: string): string {
  return canonical.replace(/^\[\w+\](.+)\.(.+)$/, '$1::$2');
}
