/** What can be wrong with the names of an app. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Severity } from '@slight/text/problem.ts';
import type { Range } from 'vscode-languageserver-types';
import type { OpenedName } from '../index/name-place.ts';
import type { Undeclared } from './undeclared.ts';

export interface NameProblem {
  readonly code: 'undeclared-name' | 'other-capability' | 'likely-typo' | 'never-opened' | 'other-length';
  readonly severity: Severity;
  readonly range: Range;
  readonly message: string;
  readonly name: string;
  readonly kind: CapabilityKind;
  /** The name itself, where it stands in a source. */
  readonly place?: OpenedName;
  /** What is to stand in the place of the range, where it is not another name. */
  readonly correction?: string;
  /** What was most likely meant. */
  readonly suggestion?: string;
  /** The kinds that the call can be of. */
  readonly kinds?: readonly CapabilityKind[];
  /** Of an `undeclared-name`, in the source or in a slightfile: all that is known of the name. */
  readonly undeclared?: Undeclared;
  /** The other places that have a part in it. */
  readonly related?: readonly Related[];
}

/** A problem of a slightfile, and of which. */
export interface InSlightfile {
  readonly uri: string;
  readonly problem: NameProblem;
}

export interface Related {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
}
