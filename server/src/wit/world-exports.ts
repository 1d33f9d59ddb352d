/** The functions that guests export by a name of their own, as handlers of routes are, where WIT declares them. */
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { Name, World } from '@slight/wit/tree.ts';
import type { Range } from 'vscode-languageserver-types';
import { rangeIn } from './view.ts';

/** Where a file declares the export of this name: in its worlds or, of the legacy syntax, as http-handler.wit. */
export function exportPlaces(source: WitSource, name: string): readonly Range[] {
  const { items, syntax } = source.file;
  const isHandler = syntax === 'legacy' && /\/http-handler[^/]*$/.test(source.uri);
  const names = items.flatMap((item) => {
    if (item.kind === 'world') return exportsOf(item);
    return isHandler && item.kind === 'func' ? [item.name] : [];
  });
  return names.filter(({ value }) => value === name).map(({ span }) => rangeIn(source, span));
}

function exportsOf({ items }: World): readonly Name[] {
  return items.flatMap((item) => {
    const isFunction = item.kind === 'export' && item.target.kind === 'func';
    return isFunction && item.name ? [item.name] : [];
  });
}
