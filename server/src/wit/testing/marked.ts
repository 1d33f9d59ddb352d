/** WIT files for tests, with the cursor drawn in the text: `use store.{|}`. */
import { parse } from '@slight/wit/parse.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';

export interface Opened {
  readonly source: WitSource;
  readonly surroundings: WitSurroundings;
  readonly document: TextDocument;
}

/** Files by their paths below the package's folder: `world.wit`, `deps/io/package.wit`. */
export type Files = Readonly<Record<string, string>>;

const folder = 'file:///app/wit';

export function sourceOf(path: string, text: string): WitSource {
  return { uri: `${folder}/${path}`, text, file: parse(text) };
}

/** A file, and what it sees: the others, and those that slight ships. */
export function opened(text: string, others: Files = {}, shipped: Files = {}): Opened {
  const source = sourceOf('main.wit', text);
  const all = Object.entries(others).map(([path, each]) => sourceOf(path, each));
  const deps = all.filter(({ uri }) => uri.startsWith(`${folder}/deps/`));
  return {
    source,
    surroundings: {
      own: [source, ...all.filter((each) => !deps.includes(each))],
      ...(deps.length > 0 && { deps }),
      shipped: Object.entries(shipped).map(([path, each]) => ({
        ...sourceOf(path, each),
        uri: `file:///slight/${path}`,
      })),
    },
    document: TextDocument.create(source.uri, 'wit', 1, text),
  };
}

/** The file without its `|`, and the position where that stood. */
export function marked(
  text: string,
  others: Files = {},
  shipped: Files = {},
): Opened & { readonly position: Position } {
  const offset = text.indexOf('|');
  if (offset === -1) throw new Error(`No cursor | in the text: ${text}`);
  const file = opened(text.slice(0, offset) + text.slice(offset + 1), others, shipped);
  return { ...file, position: file.document.positionAt(offset) };
}
