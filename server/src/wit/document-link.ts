import type { Span } from '@slight/text/span.ts';
import { spanOf } from '@slight/wit/packages.ts';
import { Scopes } from '@slight/wit/scopes.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { Path } from '@slight/wit/tree.ts';
import { pathsOf } from '@slight/wit/walk.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentLink } from 'vscode-languageserver-types';
import { rangeOf } from '../lsp/ranges.ts';

/**
 * What a click opens, in the order of the text: behind the name of an interface or a world in another file, that file;
 * behind the name of one of WASI's packages, where it is developed.
 */
export function documentLinks(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
): DocumentLink[] {
  const links = pathsOf(new Scopes(source, surroundings)).flatMap(({ path, place }): Link[] => {
    const file = place.kind === 'found' && place.target.uri !== source.uri ? place.target.uri : undefined;
    return [
      ...wasiLinks(path),
      ...(file === undefined
        ? []
        : [{ span: path.name.span, target: file, tooltip: `Open ${nameIn(file)}` }]),
    ];
  });
  return links
    .sort((one, other) => one.span.start - other.span.start)
    .map(({ span, target, tooltip }) => ({ range: rangeOf({ document }, span), target, tooltip }));
}

interface Link {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

/** The packages of WASI that have a repository of their name, `wasi-io` for `wasi:io`. */
const repositories: ReadonlySet<string> = new Set([
  ...['blobstore', 'cli', 'clocks', 'config', 'filesystem', 'http', 'io', 'keyvalue', 'logging', 'messaging'],
  ...['nn', 'random', 'sockets', 'sql'],
]);

function wasiLinks({ namespace, package: name }: Path): Link[] {
  if (!namespace || !name || namespace.value !== 'wasi' || !repositories.has(name.value)) return [];
  return [
    {
      span: spanOf({ namespace, name }),
      target: `https://github.com/WebAssembly/wasi-${name.value}`,
      tooltip: `Where wasi:${name.value} is developed`,
    },
  ];
}

/** The last two parts: of many files that are called `package.wit`, the folder tells which one it is. */
function nameIn(uri: string): string {
  const parts = uri.split('/').slice(-2);
  try {
    return decodeURIComponent(parts.join('/'));
  } catch {
    return parts.join('/');
  }
}
