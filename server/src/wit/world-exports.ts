/** The functions that the worlds of a WIT file export by a name of their own, as handlers of routes are. */
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { Range } from 'vscode-languageserver-types';
import { rangeIn } from './view.ts';

/** Where the worlds of a file declare the export of this name. */
export function exportPlaces(source: WitSource, name: string): readonly Range[] {
  return source.file.items
    .flatMap((item) => (item.kind === 'world' ? item.items : []))
    .flatMap((item) => (item.kind === 'export' && item.target.kind === 'func' ? (item.name ?? []) : []))
    .filter(({ value }) => value === name)
    .map(({ span }) => rangeIn(source, span));
}
