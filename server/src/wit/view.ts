/** Where WIT's features stand: a file with what it sees, and the thing under the cursor. */
import { LineIndex } from '@slight/text/span.ts';
import type { Range, Span } from '@slight/text/span.ts';
import type { Definition } from '@slight/wit/definitions.ts';
import { definitionsOf } from '@slight/wit/definitions.ts';
import type { Occurrence, Target } from '@slight/wit/names.ts';
import { occurrenceAt, occurrencesIn } from '@slight/wit/names.ts';
import { Scopes } from '@slight/wit/scopes.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { Location } from 'vscode-languageserver-types';

/** One file of a workspace, with what it can see. */
export interface WitView {
  readonly source: WitSource;
  readonly surroundings: WitSurroundings;
}

/** The name under a cursor, with all names of its file. */
export interface Pointed {
  readonly scopes: Scopes;
  readonly names: readonly Occurrence[];
  readonly name: Occurrence;
}

/** The name that an offset is in, or right behind. */
export function pointedAt(
  source: WitSource,
  surroundings: WitSurroundings,
  offset: number,
): Pointed | undefined {
  const scopes = new Scopes(source, surroundings);
  const names = occurrencesIn(scopes);
  const name = occurrenceAt(names, offset);
  return name && { scopes, names, name };
}

/** The file that a target lies in; undefined where it is not one of those that can be seen. */
export function sourceOf(
  { uri }: Target,
  source: WitSource,
  { own, deps = [], shipped }: WitSurroundings,
): WitSource | undefined {
  if (uri === source.uri) return source;
  return [own, deps, shipped].flatMap((sources) => sources.find((each) => each.uri === uri) ?? [])[0];
}

/** What is defined where a target says; undefined for a legacy interface, which is the whole file. */
export function definitionAt({ file }: WitSource, { span }: Target): Definition | undefined {
  return definitionsOf(file).find(({ name }) => name.span.start === span.start && name.span.end === span.end);
}

/** A target as the protocol has it. */
export function locationOf(
  target: Target,
  source: WitSource,
  surroundings: WitSurroundings,
): Location | undefined {
  const found = sourceOf(target, source, surroundings);
  return found && { uri: target.uri, range: rangeIn(found, target.span) };
}

export function rangeIn({ text }: WitSource, span: Span): Range {
  return new LineIndex(text).range(span);
}
