/** Tables by their path. */
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

/** The table that the names lead to from the root, as the sections above of this one build it: of a list of tables, the latest. */
export function tableAbove(
  { root, sections }: Document,
  section: Section,
  path: readonly string[],
): Table | undefined {
  let nearest: Section | undefined;
  for (const above of sections) {
    if (above === section) break;
    const depth = above.header?.key.parts.length ?? 0;
    const isPrefix = above.header?.key.parts.every((part, index) => part.name === path[index]) ?? false;
    if (isPrefix && depth <= path.length && depth >= (nearest?.header?.key.parts.length ?? 0))
      nearest = above;
  }
  const depth = nearest?.header?.key.parts.length ?? 0;
  return tableAt(nearest?.table ?? root, path.slice(depth));
}
