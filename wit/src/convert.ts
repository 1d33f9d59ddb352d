/** Legacy WIT (that of wit-bindgen 0.2, where a file is an interface) in the syntax of the component model. */
import { spelled } from './keywords.ts';
import { lineEndOf } from '@slight/text/line-ends.ts';
import { headEnd } from './convert/docs.ts';
import { rewriteItems } from './convert/items.ts';
import { renamesIn, type Renames } from './convert/renames.ts';
import { Rewrite } from './convert/rewrite.ts';
import { isName } from './cursor.ts';
import { formatWit } from './format.ts';
import { fileName } from './packages.ts';
import { parse } from './parse.ts';
import { Scopes } from './scopes.ts';
import type { WitSource } from './surroundings.ts';
import type { WitFile } from './tree.ts';

/** The whole new text of a file. */
export interface Converted {
  readonly uri: string;
  readonly text: string;
}

/**
 * A legacy file in the syntax of the component model, with those of its folder (`own`) that it uses or that use it, because
 * one package cannot have both syntaxes; the file itself comes first. Undefined where it is not of the legacy syntax, or
 * where it or one of the others cannot be converted: it has errors, its name is no name of an interface, it has an
 * enum without cases, or a `use *` from a file that is not there.
 *
 * What is not the same afterwards: a union is a variant, resources that are parameters are borrowed, `unit` is left out
 * of results and elsewhere an enum of one case, and a type that is called as a function is gets `-type` behind its name.
 */
export function convertToComponent(
  source: WitSource,
  own: readonly WitSource[],
): readonly Converted[] | undefined {
  if (source.file.syntax !== 'legacy') return undefined;
  const all = [source, ...own.filter(({ uri }) => uri !== source.uri)];
  const packageName = packageOf(all);
  const known = new Map<WitFile, Renames>();
  const renamesOf = (file: WitFile): Renames => {
    const renames = known.get(file) ?? renamesIn(file);
    known.set(file, renames);
    return renames;
  };
  const converted: Converted[] = [];
  for (const each of connected(all)) {
    const text = convert(each, all, packageName, renamesOf);
    if (text === undefined) return undefined;
    converted.push({ uri: each.uri, text });
  }
  return converted;
}

function convert(
  source: WitSource,
  own: readonly WitSource[],
  packageName: string,
  renamesOf: (file: WitFile) => Renames,
): string | undefined {
  const { file, text, uri } = source;
  const scopes = new Scopes(source, { own, shipped: [] });
  const unit = scopes.packages.unitOf(file.items);
  if (file.errors.length > 0 || !unit || !isName(fileName(uri))) return undefined;
  const block = scopes.block(file.items, 'legacy', undefined, unit);
  const rewrite = new Rewrite({ text, file, block, scopes, renames: renamesOf(file), renamesOf });
  rewriteItems(rewrite);
  if (!rewrite.isPossible) return undefined;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const head = Math.max(start, headEnd(rewrite));
  const parts = [
    `${text.slice(0, start)}package ${packageName};\n\n`,
    head > start ? `${text.slice(start, head)}\n` : '',
    `interface ${spelled(fileName(uri))} {\n`,
    rewrite.applied({ start: head, end: text.length }),
    rewrite.needsUnit ? '\n\n/// The one value of what has no other.\nenum unit {\nunit,\n}\n' : '',
    '\n}\n',
  ];
  return laidOut(parts.join('').replaceAll(/\r?\n/g, lineEndOf(text)));
}

/** Undefined where it is not what a component file may be; nobody gets to see such a text. */
function laidOut(text: string): string | undefined {
  const file = parse(text, { syntax: 'component' });
  if (file.errors.length > 0) return undefined;
  let result = '';
  let at = 0;
  for (const { span, text: wanted } of formatWit(file, text)) {
    result += text.slice(at, span.start) + wanted;
    at = span.end;
  }
  return result + text.slice(at);
}

/** The first file, and the legacy ones that `use` joins to it, in whatever direction. */
function connected(all: readonly WitSource[]): readonly WitSource[] {
  const legacy = all.filter(({ file }) => file.syntax === 'legacy');
  const byName = new Map(legacy.map((source) => [fileName(source.uri), source]));
  const neighbours = new Map(legacy.map((source) => [source, new Set<WitSource>()]));
  for (const source of legacy) {
    for (const item of source.file.items) {
      const used = item.kind === 'use' ? byName.get(item.from.name.value) : undefined;
      if (!used) continue;
      neighbours.get(source)?.add(used);
      neighbours.get(used)?.add(source);
    }
  }
  const found = new Set(all.slice(0, 1));
  for (const source of found) for (const next of neighbours.get(source) ?? []) found.add(next);
  return [...found];
}

/** That of a component file in the folder; else `local:` and the folder's name, `local:legacy` where that is no name. */
function packageOf(all: readonly WitSource[]): string {
  const named = all.find(({ file }) => file.package);
  if (named?.file.package)
    return named.text.slice(named.file.package.span.start, named.file.package.span.end);
  const folder = all[0]?.uri.split('/').at(-2) ?? '';
  const name = folder.toLowerCase().replaceAll('_', '-');
  return `local:${isName(name) ? spelled(name) : 'legacy'}`;
}
