/**
 * A partition, for as long as it is one receiver's without a break: what was taken of it and what was accepted. Kafka keeps
 * one offset for a group: what is before it is accepted. Messages may be accepted in another order than they came in, so
 * what is open behind the first open one is noted beside that offset.
 */
import type { Committed } from './group.ts';

export interface Tenure {
  readonly partition: number;
  /** The first offset that nobody has taken yet. */
  next: bigint;
  /** What was taken and is not accepted. */
  readonly open: Set<bigint>;
  /** What was open when the tenure began, and did not come yet. */
  readonly awaited: Set<bigint>;
  isOver: boolean;
}

/** The longest note that every broker keeps, in characters (offset.metadata.max.bytes is 4096). */
const longest = 4000;

export function beginTenure(partition: number, { offset, note }: Committed): Tenure {
  const [, ahead, rest = ''] = /^slight 1 (\d+)((?: \d+)*)$/.exec(note) ?? [];
  if (ahead === undefined)
    return { partition, next: offset, open: new Set(), awaited: new Set(), isOver: false };
  const behind = rest.split(' ').slice(1);
  const open = [offset, ...behind.map((one) => offset + BigInt(one))];
  return {
    partition,
    next: offset + BigInt(ahead),
    open: new Set(open),
    awaited: new Set(open),
    isOver: false,
  };
}

/** Whether a message that was read is still to be worked on; then it is taken. Offsets come in their order. */
export function takes(tenure: Tenure, offset: bigint): boolean {
  const { open, awaited } = tenure;
  for (const one of awaited) {
    if (one >= offset) continue;
    // Kafka keeps it no longer
    awaited.delete(one);
    open.delete(one);
  }
  if (awaited.delete(offset)) return true;
  if (offset < tenure.next) return false;
  open.add(offset);
  tenure.next = offset + 1n;
  return true;
}

/** As it is written down. Where the note would be too long, what was accepted behind the offset comes again. */
export function committedOf({ next, open }: Pick<Tenure, 'next' | 'open'>): Committed {
  const [first, ...others] = [...open].sort((one, other) => (one < other ? -1 : 1));
  if (first === undefined) return { offset: next, note: '' };
  // all that was taken is open: the offset says it
  if (BigInt(open.size) === next - first) return { offset: first, note: '' };
  const note = `slight 1 ${next - first}${others.map((one) => ` ${one - first}`).join('')}`;
  return { offset: first, note: note.length > longest ? '' : note };
}
