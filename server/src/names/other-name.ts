/** Another name in the place of one that a source opens, and in all that must change with it. */
import type { Range } from 'vscode-languageserver-types';
import type { OpenedName } from '../index/name-place.ts';

/** The edits of the source; undefined where something must change with the name, and it cannot be told what. */
export function otherName(
  { inner, echoes = [], isFixed = false }: OpenedName,
  to: string,
): readonly { readonly range: Range; readonly text: string }[] | undefined {
  if (isFixed) return undefined;
  const length = Buffer.byteLength(to);
  const written = { name: to, length: `${length}`, size: `${length + 1}` };
  return [{ range: inner, text: to }, ...echoes.map(({ range, as }) => ({ range, text: written[as] }))];
}
