/** What can be wrong with the routes of an app. */
import type { Severity } from '@slight/text/problem.ts';
import type { Range } from 'vscode-languageserver-types';
import type { Related } from '../names/problem.ts';

export interface RouteProblem {
  readonly code: 'unknown-handler' | 'unexported-handler' | 'unreached-route' | 'route-pattern';
  readonly severity: Severity;
  readonly range: Range;
  readonly message: string;
  /** What can be done about it, the likeliest first. */
  readonly fixes: readonly RouteFix[];
  /** The other places that have a part in it. */
  readonly related?: readonly Related[];
}

export interface RouteFix {
  readonly title: string;
  readonly isPreferred?: boolean;
  readonly uri: string;
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
}
