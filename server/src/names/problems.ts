/** What is wrong with the names of an app: found by holding its sources against its slightfiles. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { didYouMean, list, quote, suggest } from '@slight/slightfile/checks/words.ts';
import type { Severity } from '@slight/slightfile/problem.ts';
import { distance } from 'fastest-levenshtein';
import type { Range } from 'vscode-languageserver-types';
import type { AppNames, NamedUse } from './app-names.ts';
import { declarationsOf, isNamed, kindOfUse, usesOf } from './app-names.ts';
import { nounOf, slightfilesOf } from './words.ts';

export interface NameProblem {
  readonly code: 'undeclared-name' | 'other-capability' | 'likely-typo' | 'never-opened';
  readonly severity: Severity;
  readonly range: Range;
  readonly message: string;
  readonly name: string;
  readonly kind: CapabilityKind;
  /** What was most likely meant. */
  readonly suggestion?: string;
  /** The kinds that the call can be of. */
  readonly kinds?: readonly CapabilityKind[];
}

/**
 * The problems of the names that a source opens. Nothing is claimed while some slightfile of the app is not read, or
 * cannot be; and nothing of a name that is computed.
 */
export function sourceProblems(app: AppNames, uri: string): readonly NameProblem[] {
  if (!app.isWhole || app.slightfiles.length === 0) return [];
  return app.uses
    .filter((use) => use.uri === uri)
    .filter(isNamed)
    .flatMap((use) => problemOf(app, use) ?? []);
}

function problemOf(app: AppNames, use: NamedUse): NameProblem | undefined {
  const { value: name } = use.name;
  const kind = kindOfUse(app, use, name);
  const problem = { range: use.name.range, name, kind, kinds: use.kinds };
  const [served] = declarationsOf(app, { kind, name });
  if (served?.name === '*') return typo(app, use, problem);
  if (served) return undefined;
  const namesakes = app.declarations.filter((declaration) => declaration.name === name);
  // what an unknown resource serves is not known either
  if (namesakes.some((declaration) => declaration.kind === undefined)) return undefined;
  const where = slightfilesOf(app, 'or');
  const suggestion = suggest(name, app.declared.get(kind) ?? []);
  const undeclared = {
    ...problem,
    severity: 'warning',
    ...(suggestion !== undefined && { suggestion }),
  } as const;
  if (namesakes.length > 0) {
    const others = list([...new Set(namesakes.map(({ resource }) => resource))]);
    const message = `${quote(name)} is declared as ${others}, and this opens a ${nounOf(kind)}. Open what is declared, or declare a ${kind} of this name in ${where}.`;
    return { ...undeclared, code: 'other-capability', message };
  }
  const message = `No ${nounOf(kind)} ${quote(name)} is declared in ${where}, so that opening it fails.${didYouMean(suggestion)}`;
  return { ...undeclared, code: 'undeclared-name', message };
}

/**
 * A wildcard serves whatever is opened, a typo too, as a store of its own. A name is taken for one where it is opened
 * once and another, a letter apart, more often, or is declared elsewhere in the app.
 */
function typo(
  app: AppNames,
  { name: { value } }: NamedUse,
  problem: Pick<NameProblem, 'range' | 'name' | 'kind' | 'kinds'>,
): NameProblem | undefined {
  const count = (name: string) => usesOf(app, { kind: problem.kind, name }).length;
  if (value.length < 4 || count(value) > 1) return undefined;
  const declared = app.declared.get(problem.kind) ?? new Set<string>();
  const meant = [...declared, ...app.usesByName.keys()].find(
    (other) =>
      other !== '*' && other !== value && isSlip(value, other) && (declared.has(other) || count(other) > 1),
  );
  if (meant === undefined) return undefined;
  const message = `${quote(value)} is opened only here, and the wildcard serves it as a ${nounOf(problem.kind)} of its own.${didYouMean(meant)}`;
  return { ...problem, code: 'likely-typo', severity: 'information', message, suggestion: meant };
}

/** A letter too many, too few or wrong, or two exchanged; but no other number, and no plural. */
function isSlip(one: string, other: string): boolean {
  const isFamily =
    withoutNumbers(one) === withoutNumbers(other) || `${one}s` === other || `${other}s` === one;
  return !isFamily && (distance(one, other) === 1 || isExchange(one, other));
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '#');
}

function isExchange(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}

/**
 * The capabilities of a slightfile that no source opens. It is claimed only where the sources are understood: some call
 * of the kind is known, or of any kind where no built module says that the kind is used; and none has a computed name.
 */
export function slightfileProblems(app: AppNames, uri: string): readonly NameProblem[] {
  if (!app.isWhole) return [];
  const named = app.uses.filter(isNamed);
  const computed = new Set(app.uses.filter((use) => !isNamed(use)).flatMap(({ kinds }) => kinds));
  const kinds = new Set(named.map((use) => kindOfUse(app, use, use.name.value)));
  const opened = new Set(named.map((use) => `${kindOfUse(app, use, use.name.value)} ${use.name.value}`));
  return app.declarations.flatMap(({ uri: of, kind, name, place }): readonly NameProblem[] => {
    if (of !== uri || !kind || !place || name === '*' || name === '') return [];
    const isUnderstood = kinds.has(kind) || (named.length > 0 && app.imported === undefined);
    if (!isOpened(kind) || !isUnderstood || computed.has(kind) || opened.has(`${kind} ${name}`)) return [];
    const message = `No source of this app opens the ${nounOf(kind)} ${quote(name)}.`;
    return [{ code: 'never-opened', severity: 'hint', range: place.range, message, name, kind }];
  });
}

/** HTTP has a name in the slightfile only: no guest opens it. */
function isOpened(kind: CapabilityKind): boolean {
  return kind !== 'http' && kind !== 'http-client';
}
