/** Where in a path a place is: `wasi:io/|`, `wasi:io/streams@|`, `store.|`. */
import type { Around, PathUse, Wanted } from './wanted.ts';
import type { Word } from './frame.ts';

/** `rest` is what stands behind the keyword, up to the place. `from` is where begins what is replaced. */
export function pathAt(
  { start, touched }: Around,
  rest: readonly Word[],
  of: PathUse,
): { readonly wanted: Wanted; readonly from: number } | undefined {
  if (rest.length === 0) return { wanted: { kind: 'path', of }, from: start };
  const last = rest.at(-1);
  if (!last) return undefined;
  if (last.end !== start) {
    // behind a path that is whole
    const isWhole = last.kind === 'id' || last.kind === 'number';
    const isOnly = rest.every(({ text }) => text !== 'as' && text !== 'with');
    const words = of === 'top-use' ? ['as'] : of === 'include' ? ['with'] : [];
    return isWhole && isOnly && words.length > 0
      ? { wanted: { kind: 'words', words }, from: start }
      : undefined;
  }
  const from = rest[0]?.start ?? start;
  switch (last.kind) {
    case ':':
    case '/':
      return { wanted: { kind: 'path', of }, from };
    case '@':
      return { wanted: { kind: 'version', path: rest.slice(0, -1) }, from: start };
    case '.': {
      const version = rest.at(-2);
      // `@0.2.` goes on as a version
      if (version?.kind === 'number' && rest.at(-3)?.kind === '@' && version.text.split('.').length < 3) {
        return { wanted: { kind: 'version', path: rest.slice(0, -3) }, from: version.start };
      }
      const isUse = of === 'use' && touched?.kind !== 'number';
      const path = rest.slice(0, -1);
      return isUse
        ? { wanted: { kind: 'names', path, taken: new Set(), braces: true }, from: start }
        : undefined;
    }
    default:
      return undefined;
  }
}
