/**
 * One version of a document as the fuzzer knows it, with its lines and the effect of an edit counted anew: what the
 * server makes of positions is compared to this, so it must not share the server's code.
 */
import type { Position, Range } from 'vscode-languageserver-types';

export interface Snapshot {
  readonly version: number;
  readonly text: string;
  /** The offset of each line, and where it ends in front of its line end. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface Change {
  /** Absent where the whole text is replaced. */
  readonly range?: Range;
  readonly text: string;
}

/** A line ends with \n, \r\n or \r (LSP 3.17, "Text Documents"). */
export function snapshotOf(version: number, text: string): Snapshot {
  const starts = [0];
  const ends: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x0a && unit !== 0x0d) continue;
    ends.push(at);
    if (unit === 0x0d && text.charCodeAt(at + 1) === 0x0a) at++;
    starts.push(at + 1);
  }
  ends.push(text.length);
  return { version, text, starts, ends };
}

/** A character behind its line's end is at that end, and a line behind the last is at the end of the text. */
export function offsetOf({ text, starts, ends }: Snapshot, { line, character }: Position): number {
  const start = starts[line];
  const end = ends[line];
  return start === undefined || end === undefined ? text.length : Math.min(start + character, end);
}

export function changed(snapshot: Snapshot, version: number, { range, text }: Change): Snapshot {
  if (!range) return snapshotOf(version, text);
  const offsets = [offsetOf(snapshot, range.start), offsetOf(snapshot, range.end)];
  const start = Math.min(...offsets);
  const end = Math.max(...offsets);
  return snapshotOf(version, snapshot.text.slice(0, start) + text + snapshot.text.slice(end));
}

/** True for positions that are in the text as they are. */
export function holds({ starts, ends }: Snapshot, { line, character }: Position): boolean {
  const start = starts[line];
  const end = ends[line];
  return start !== undefined && end !== undefined && character >= 0 && character <= end - start;
}

export function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

export function lineLength({ starts, ends }: Snapshot, line: number): number {
  return (ends[line] ?? 0) - (starts[line] ?? 0);
}

export function endOf({ starts, ends }: Snapshot): Position {
  const line = starts.length - 1;
  return { line, character: (ends[line] ?? 0) - (starts[line] ?? 0) };
}
