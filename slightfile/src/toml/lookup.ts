/** Tables by their path, and what has a span by its place. */
import type { Span } from '@slight/text/span.ts';
import type { Document, Member, Section, Table } from './tree.ts';
import { tableOf } from './tree.ts';

/** The table that the names lead to from this one; undefined where one of them is no table. */
export function tableAt(table: Table, path: readonly string[]): Table | undefined {
  let here: Table | undefined = table;
  for (const name of path) {
    const member: Member | undefined = here.members.get(name);
    here = member && tableOf(member.value);
    if (here === undefined) return undefined;
  }
  return here;
}

/** The last that begins at the offset or in front of it, of things in the order of the text; by binary search. */
export function lastFrom<T extends { readonly span: Span }>(
  inOrder: readonly T[],
  offset: number,
): T | undefined {
  return inOrder[countFrom(inOrder, offset) - 1];
}

/** How many of these, which are in the order of the text, begin at the offset or in front of it. */
export function countFrom(inOrder: readonly { readonly span: Span }[], offset: number): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((inOrder[middle]?.span.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The table that the names lead to from the root, as the sections above of this one build it: of a list of tables, the latest. */
export function tableAbove(
  { root, sections }: Document,
  section: Section,
  path: readonly string[],
): Table | undefined {
  let nearest: Section | undefined;
  // from the section upwards: the first that is as deep as the path is the one, and mostly it stands right above
  for (let at = countFrom(sections, section.span.start) - 2; at > 0 && depthOf(nearest) < path.length; at--) {
    const above = sections[at];
    const isPrefix = above?.header?.key.parts.every((part, index) => part.name === path[index]) ?? false;
    const depth = depthOf(above);
    if (isPrefix && depth <= path.length && depth > depthOf(nearest)) nearest = above;
  }
  return tableAt(nearest?.table ?? root, path.slice(depthOf(nearest)));
}

function depthOf(section: Section | undefined): number {
  return section?.header?.key.parts.length ?? 0;
}
