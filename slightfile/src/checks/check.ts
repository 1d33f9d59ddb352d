/** What a check is, and what it is given. */
import type { Block } from '../block.ts';
import type { CapabilityKind } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import type { Capability, ConfigValue, Reference, Slightfile } from '../slightfile.ts';
import type { LineIndex } from '@slight/text/span.ts';
import type { Document } from '../toml/tree.ts';
import type { BelowHeader } from '../meant/below-header.ts';
import type { Misspelled } from '../meant/misspelled.ts';
import type { Kin } from '../kin.ts';
import type { Source } from '../edits/source.ts';
import type { Structure } from '../structure.ts';

/** What is known of the place where the file would run; all of it may be unknown. */
export interface Surroundings {
  /** The names of the environment variables that are set. */
  readonly environment?: ReadonlySet<string>;
}

/** One rule. Its file in this folder has the code as its name. */
export type Check = (context: CheckContext) => Iterable<Problem>;

export interface CheckContext extends Surroundings {
  readonly document: Document;
  readonly slightfile: Slightfile;
  /** The format that the file says it has; undefined where it says none that there is. */
  readonly version: '0.1' | '0.2' | undefined;
  readonly blocks: readonly Block[];
  /** The references in the values of their configs, in their order. */
  readonly references: readonly PlacedReference[];
  /** The blocks by the kind of their capability. */
  readonly kin: ReadonlyMap<CapabilityKind, Kin>;
  /** The names of `[[secret_settings]]`. */
  readonly secrets: ReadonlySet<string>;
  /** Where the document has not the shape of a slightfile. */
  readonly structure: Structure;
  /** The keys that it does not have, and what was meant by them. */
  readonly misspelled: Misspelled;
  /** What belongs to the top of the file, and stands below a header. */
  readonly below: readonly BelowHeader[];
  readonly source: Source;
  readonly lines: LineIndex;
}

/** A reference, with the config that it is in. */
export interface PlacedReference {
  readonly capability: Capability;
  /** The config's. */
  readonly key: string;
  readonly value: ConfigValue;
  readonly reference: Reference;
}
