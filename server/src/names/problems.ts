/** What is wrong with the names of an app: found by holding its sources against its slightfiles. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { didYouMean, list, quote, suggest } from '@slight/text/words.ts';
import type { AppNames, NamedUse, Use } from './app-names.ts';
import { declarationsOf, isNamed, kindOfUse } from './app-names.ts';
import { openedUndeclared } from './opened-undeclared.ts';
import type { NameProblem } from './problem.ts';
import type { Meant } from './typos.ts';
import { typosOf } from './typos.ts';
import type { Suggest, UndeclaredNames } from './undeclared.ts';
import { undeclaredNames } from './undeclared.ts';
import { neverOpened } from './never-opened.ts';
import { nounOf, slightfilesOf } from './words.ts';

/**
 * The problems of the names of an app, file by file. Nothing is claimed while some slightfile of the app is not read,
 * or cannot be; and nothing of a name that is computed.
 */
export interface NameProblems {
  readonly ofSource: (uri: string) => readonly NameProblem[];
  readonly ofSlightfile: (uri: string) => readonly NameProblem[];
}

/** They are found when they are asked for, and what they need of the whole app once. */
export function nameProblems(app: AppNames, likest: Suggest = suggest): NameProblems {
  if (!app.isWhole || app.slightfiles.length === 0) return { ofSource: () => [], ofSlightfile: () => [] };
  const undeclared = undeclaredNames(app, likest);
  const typos = new Map<CapabilityKind, Meant>();
  const meant = (kind: CapabilityKind, name: string): string | undefined => {
    const known = typos.get(kind) ?? typosOf(app, kind);
    typos.set(kind, known);
    return known(name);
  };
  let inSlightfiles: Map<string, NameProblem[]> | undefined;
  return {
    ofSource: (uri) =>
      (app.usesByFile.get(uri) ?? []).flatMap(
        (use) => (isNamed(use) ? problemOf(app, use, undeclared, meant) : otherLength(use)) ?? [],
      ),
    ofSlightfile: (uri) => (inSlightfiles ??= problemsOfSlightfiles(app, undeclared)).get(uri) ?? [],
  };
}

/** What is given the length of another text is no name, and opens what nobody means. */
function otherLength({ mismatch, kinds }: Use): NameProblem | undefined {
  const [kind] = kinds;
  if (!mismatch || !kind) return undefined;
  const { text, bytes, range } = mismatch;
  const own = Buffer.byteLength(text);
  const opens = bytes < own ? 'this opens another name' : 'this reads past the end of it';
  const message = `The length ${bytes} is not that of ${quote(text)}, which has ${own} bytes, so that ${opens}. Write ${own}.`;
  return {
    code: 'other-length',
    severity: 'warning',
    range,
    message,
    name: text,
    kind,
    correction: `${own}`,
  };
}

function problemsOfSlightfiles(app: AppNames, undeclared: UndeclaredNames): Map<string, NameProblem[]> {
  const all = undeclared.all();
  // of what was renamed it is told what opens its former name: that nothing opens the new one is the same thing
  const renamed = new Set(all.flatMap((one) => one.renamed));
  const problems = [...openedUndeclared(app, all), ...neverOpened(app, renamed)];
  return new Map(
    Map.groupBy(problems, ({ uri }) => uri)
      .entries()
      .map(([uri, those]) => [uri, those.map(({ problem }) => problem)]),
  );
}

function problemOf(
  app: AppNames,
  use: NamedUse,
  undeclared: UndeclaredNames,
  meant: (kind: CapabilityKind, name: string) => string | undefined,
): NameProblem | undefined {
  const { value: name } = use.name;
  const kind = kindOfUse(app, use, name);
  const problem = { range: use.name.range, place: use.name, name, kind, kinds: use.kinds };
  const [served] = declarationsOf(app, { kind, name });
  if (served?.name === '*') {
    const suggestion = meant(kind, name);
    if (suggestion === undefined) return undefined;
    const message = `${quote(name)} is opened only here, and the wildcard serves it as a ${nounOf(kind)} of its own.${didYouMean(suggestion)}`;
    return { ...problem, code: 'likely-typo', severity: 'information', message, suggestion };
  }
  if (served) return undefined;
  const where = slightfilesOf(app, 'or');
  if (name === '') {
    const message = `This opens a ${nounOf(kind)} by an empty name, which ${where} does not declare, so that opening it fails. Write a name that is declared.`;
    return { ...problem, kinds: [], code: 'undeclared-name', severity: 'warning', message };
  }
  const known = undeclared.get(kind, name);
  if (known) {
    const { suggestion, renamed } = known;
    return {
      ...problem,
      code: 'undeclared-name',
      severity: 'warning',
      message: `No ${nounOf(kind)} ${quote(name)} is declared in ${where}, so that opening it fails.${didYouMean(suggestion)}`,
      ...(suggestion !== undefined && { suggestion }),
      undeclared: known,
      related: renamed.map(({ uri, place, header }) => ({
        uri,
        range: place?.range ?? header,
        message: `${quote(suggestion ?? '')} is declared here, and no source opens it.`,
      })),
    };
  }
  const namesakes = app.declaredAs.get(name) ?? [];
  // what an unknown resource serves is not known either
  if (namesakes.some((declaration) => declaration.kind === undefined)) return undefined;
  const suggestion = undeclared.suggestion(kind, name);
  const others = list([...new Set(namesakes.map(({ resource }) => resource))]);
  return {
    ...problem,
    code: 'other-capability',
    severity: 'warning',
    message: `${quote(name)} is declared as ${others}, and this opens a ${nounOf(kind)}. Open what is declared, or declare a ${kind} of this name in ${where}.`,
    ...(suggestion !== undefined && { suggestion }),
    related: namesakes.map(({ uri, place, header, resource }) => ({
      uri,
      range: place?.range ?? header,
      message: `${quote(name)} is ${resource} here.`,
    })),
  };
}
