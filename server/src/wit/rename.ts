import { LineIndex } from '@slight/text/span.ts';
import { isName } from '@slight/wit/cursor.ts';
import { diagnoseWit } from '@slight/wit/diagnose.ts';
import { spelled } from '@slight/wit/keywords.ts';
import type { Occurrence, Target } from '@slight/wit/names.ts';
import { parse } from '@slight/wit/parse.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { rangeOf } from '../lsp/ranges.ts';
import { isPackageUri } from './package-uri.ts';
import { mentionsOf } from './references.ts';
import { pointedAt } from './view.ts';
import type { WitView } from './view.ts';

/** What can be renamed, or in one sentence why it cannot. */
export type Renameable =
  { readonly range: Range; readonly placeholder: string } | { readonly refusal: string };

export type RenameResult =
  { readonly changes: Readonly<Record<string, readonly TextEdit[]>> } | { readonly refusal: string };

/** The name at a position, without its `%`. Null where there is no name, or one that leads nowhere. */
export function prepareRename(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
): Renameable | null {
  const name = pointedAt(source, surroundings, document.offsetAt(position))?.name;
  if (!name?.target) return null;
  const refusal = refusalOf(name.target, source, surroundings);
  if (refusal !== undefined) return { refusal };
  const { start, end } = name.span;
  const placeholder = source.text.slice(start, end).replace(/^%/, '');
  return { range: rangeOf({ document }, name.span), placeholder };
}

/**
 * The edits, by file, that give another name to what the name at a position names; a keyword is written with its `%`.
 * Refused where the new name is none, or where it would make a file wrong.
 *
 * @param all the files of the workspace that may see it; the file itself need not be among them
 */
export function rename(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
  newName: string,
  all: readonly WitView[],
): RenameResult {
  const target = pointedAt(source, surroundings, document.offsetAt(position))?.name.target;
  if (!target) return { refusal: 'Nothing here has a name that could be changed.' };
  const name = newName.trim().replace(/^%/, '');
  const refusal = refusalOf(target, source, surroundings) ?? badName(name, target);
  if (refusal !== undefined) return { refusal };
  const mentions = mentionsOf(target, [{ source, surroundings }, ...all]);
  const renamed = new Map(
    mentions.map(({ view, names }) => [view.source.uri, renamedIn(view.source, names, name)]),
  );
  for (const { view } of mentions) {
    const worse = newFault(view, renamed);
    if (worse !== undefined) return { refusal: `\`${name}\` cannot be the name: ${worse}` };
  }
  const changes = mentions.map(({ view, names }) => {
    const lines = new LineIndex(view.source.text);
    const edits = names.map(({ span }) => ({
      range: lines.range(span),
      newText: written(name, view.source),
    }));
    return [view.source.uri, edits] as const;
  });
  return { changes: Object.fromEntries(changes) };
}

function refusalOf(target: Target, source: WitSource, { own }: WitSurroundings): string | undefined {
  if (isPackageUri(source.uri)) return 'A package is only shown here. It is changed where it is made.';
  const isOwn = target.uri === source.uri || own.some(({ uri }) => uri === target.uri);
  if (!isOwn) return 'This name is of another package. It is changed where that package is made.';
  if (target.kind === 'constructor') return 'A constructor has no name of its own.';
  if (target.kind === 'interface' && target.span.end === 0) {
    return 'An interface of the legacy syntax has the name of its file. Rename the file, and the `use`s of it.';
  }
  return undefined;
}

function badName(name: string, { kind }: Target): string | undefined {
  if (kind === 'package') {
    const [namespace = '', last = '', ...more] = name.split(':');
    if (isName(namespace) && isName(last) && more.length === 0) return undefined;
    return `\`${name}\` is not the name of a package: it is written \`namespace:name\`.`;
  }
  if (isName(name)) return undefined;
  return `\`${name}\` is not a name: words of letters and digits, joined by \`-\`, are.`;
}

/** As a file of its syntax has to write it. */
function written(name: string, { file }: WitSource): string {
  return file.syntax === 'component' ? spelled(name) : name;
}

function renamedIn(source: WitSource, names: readonly Occurrence[], name: string): WitSource {
  let text = '';
  let at = 0;
  for (const { span } of names) {
    text += source.text.slice(at, span.start) + written(name, source);
    at = span.end;
  }
  text += source.text.slice(at);
  return { uri: source.uri, text, file: parse(text, { syntax: source.file.syntax }) };
}

/** What a file would be told that it is not told today; undefined where it is as right as before. */
function newFault(
  { source, surroundings }: WitView,
  renamed: ReadonlyMap<string, WitSource>,
): string | undefined {
  const before = errorsOf(source, surroundings);
  const replaced = (sources: readonly WitSource[]) => sources.map((each) => renamed.get(each.uri) ?? each);
  const { own, deps, shipped } = surroundings;
  const after = errorsOf(renamed.get(source.uri) ?? source, {
    own: replaced(own),
    ...(deps && { deps: replaced(deps) }),
    shipped: replaced(shipped),
  });
  if (after.length <= before.length) return undefined;
  const known = new Set(before);
  const fault = after.find((message) => !known.has(message)) ?? after[0] ?? '';
  return fault.charAt(0).toLowerCase() + fault.slice(1);
}

function errorsOf(source: WitSource, surroundings: WitSurroundings): readonly string[] {
  return diagnoseWit(source, surroundings)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}
