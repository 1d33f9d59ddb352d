import { list, quote } from '@slight/text/words.ts';
import type { Range } from 'vscode-languageserver-types';
import { nameOf } from '../lsp/uri.ts';
import type { AppNames } from './app-names.ts';
import type { InSlightfile, NameProblem } from './problem.ts';
import type { Undeclared } from './undeclared.ts';
import { nounOf } from './words.ts';

/** More of them in one slightfile say no more: they are told in the sources. */
const most = 100;

/** As many places as one looks at. */
const mostRelated = 10;

/**
 * What sources open and nothing declares, told where it can be mended in the slightfiles: at the declaration that was
 * most likely renamed, else at the one whose name is most like it; else where a declaration would be added, after the
 * last one of the kind.
 */
export function openedUndeclared(app: AppNames, all: readonly Undeclared[]): readonly InSlightfile[] {
  const counts = new Map<string, number>();
  const last = lastOf(app);
  return all.flatMap((undeclared) =>
    placesOf(app, undeclared, last).flatMap(({ uri, range, isRenamed }): readonly InSlightfile[] => {
      const count = (counts.get(uri) ?? 0) + 1;
      counts.set(uri, count);
      return count > most ? [] : [{ uri, problem: problemAt(range, undeclared, isRenamed) }];
    }),
  );
}

interface Place {
  readonly uri: string;
  readonly range: Range;
  /** True where it is the name of a declaration that was most likely renamed. */
  readonly isRenamed: boolean;
}

function placesOf(app: AppNames, { kind, suggestion, renamed }: Undeclared, last: Last): readonly Place[] {
  if (renamed.length > 0)
    return renamed.map(({ uri, place, header }) => ({
      uri,
      range: place?.range ?? header,
      isRenamed: place !== undefined,
    }));
  const alike = suggestion === undefined ? [] : (app.declared.get(kind)?.get(suggestion) ?? []);
  if (alike.length > 0) return alike.map(({ uri, header }) => ({ uri, range: header, isRenamed: false }));
  return [{ ...last(kind), isRenamed: false }];
}

type Last = (kind: Undeclared['kind']) => { readonly uri: string; readonly range: Range };

/** The last capability of a kind, or else of any, of the slightfile that most runs take. */
function lastOf({ declarations, slightfiles }: AppNames): Last {
  const uri = slightfiles.find((of) => nameOf(of) === 'slightfile.toml') ?? slightfiles[0] ?? '';
  const own = declarations.filter((declaration) => declaration.uri === uri);
  const byKind = new Map(own.map(({ kind, header }) => [kind, header]));
  const start = { line: 0, character: 0 };
  const fallback = own.at(-1)?.header ?? { start, end: start };
  return (kind) => ({ uri, range: byKind.get(kind) ?? fallback });
}

function problemAt(range: Range, undeclared: Undeclared, isRenamed: boolean): NameProblem {
  const { kind, name, uses, suggestion } = undeclared;
  const what = `${openersOf(undeclared)} the ${nounOf(kind)} ${quote(name)}, which nothing declares, so that opening it fails.`;
  const remedy =
    suggestion === undefined
      ? 'Declare it, or open another.'
      : isRenamed
        ? `Rename ${quote(suggestion)} to it, or open ${quote(suggestion)} there.`
        : `Open ${quote(suggestion)} there, or declare it too.`;
  return {
    code: 'undeclared-name',
    severity: 'warning',
    range,
    message: `${what} ${remedy}`,
    name,
    kind,
    ...(suggestion !== undefined && { suggestion }),
    undeclared,
    related: uses.slice(0, mostRelated).map(({ uri, name: place }) => ({
      uri,
      range: place.range,
      message: `${quote(name)} is opened here.`,
    })),
  };
}

/** `main.rs opens`, `main.rs and app.js open`, `main.rs and 4 other files open`. */
function openersOf({ uses }: Undeclared): string {
  const [first = '', ...others] = [...new Set(uses.map(({ uri }) => uri))].map(nameOf);
  if (others.length === 0) return `${first} opens`;
  return `${list([first, others.length === 1 ? (others[0] ?? '') : `${others.length} other files`])} open`;
}
