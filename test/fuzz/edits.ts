/** Random edits of a document, and random places in it. */
import type { Position, Range } from 'vscode-languageserver-types';
import { hugePiece, pieceFor } from './pieces.ts';
import type { Random } from './random.ts';
import type { Change, Snapshot } from './text.ts';
import { changed, endOf, isBefore, lineLength } from './text.ts';
import type { OpenDocument } from './world.ts';

/** A document that is longer goes back to what it began with. */
const longest = 6000;

/** In this share of the edits it does so anyway, so that there is something left to understand. */
const restored = 0.04;

export interface Edit {
  readonly contentChanges: readonly Change[];
  readonly snapshot: Snapshot;
}

/** One to three changes, each of the text that the one in front of it left (LSP 3.17, "DidChangeTextDocument"). */
export function editOf(random: Random, { snapshot, language, seed }: OpenDocument): Edit {
  const version = snapshot.version + 1 + (random.chance(0.02) ? random.below(3) : 0);
  if (random.chance(snapshot.text.length > longest ? 0.3 : restored)) {
    const text = random.chance(0.05) ? '' : seed;
    return { contentChanges: [{ text }], snapshot: changed(snapshot, version, { text }) };
  }
  const contentChanges: Change[] = [];
  let now = snapshot;
  for (let count = random.chance(0.1) ? 3 : 1; count > 0; count--) {
    const change = changeOf(random, now, language);
    contentChanges.push(change);
    now = changed(now, version, change);
  }
  return { contentChanges, snapshot: now };
}

/** A piece typed letter by letter at one place. */
export function typed(random: Random, { snapshot, language }: OpenDocument): readonly Edit[] {
  const start = positionIn(random, snapshot);
  const edits: Edit[] = [];
  let now = snapshot;
  let at = { line: start.line, character: Math.min(start.character, lineLength(snapshot, start.line)) };
  for (const text of pieceFor(random, language, '').slice(0, 12)) {
    const change = { range: { start: at, end: at }, text };
    now = changed(now, now.version + 1, change);
    edits.push({ contentChanges: [change], snapshot: now });
    at =
      text === '\n' ? { line: at.line + 1, character: 0 } : { ...at, character: at.character + text.length };
  }
  return edits;
}

function changeOf(random: Random, snapshot: Snapshot, language: string): Change {
  if (random.chance(0.0003)) {
    const at = positionIn(random, snapshot);
    return { range: { start: at, end: at }, text: hugePiece(random, language, snapshot.text) };
  }
  if (random.chance(0.25)) return otherWord(random, snapshot);
  const isDeletion = random.chance(snapshot.text.length > longest / 2 ? 0.4 : 0.25);
  return {
    range: rangeIn(random, snapshot),
    text: isDeletion ? '' : pieceFor(random, language, snapshot.text),
  };
}

const names = [
  'orders',
  'carts',
  'settings',
  '*',
  'keyvalue',
  'redis',
  'order',
  'types',
  'id',
  'name',
  '0.1',
  '0.2',
];

/** An edit of one word, after which most is still understood. */
export function wordEdit(random: Random, { snapshot }: OpenDocument): Edit {
  const change = otherWord(random, snapshot);
  return { contentChanges: [change], snapshot: changed(snapshot, snapshot.version + 1, change) };
}

/** A word in the place of another, which leaves most of what is around it as it was. */
function otherWord(random: Random, snapshot: Snapshot): Change {
  const line = random.below(snapshot.starts.length);
  const start = snapshot.starts[line] ?? 0;
  const words = [...snapshot.text.slice(start, snapshot.ends[line]).matchAll(/[\w.-]+|"[^"]*"/g)];
  if (words.length === 0) return { range: rangeIn(random, snapshot), text: random.pick(names) };
  const { 0: word, index } = random.pick(words);
  const text = word.startsWith('"') ? `"${random.pick(names)}"` : random.pick(names);
  return {
    range: { start: { line, character: index }, end: { line, character: index + word.length } },
    text,
  };
}

/** Mostly in the text; now and then behind a line's end, or behind the last line. */
export function positionIn(random: Random, snapshot: Snapshot): Position {
  const line = random.below(snapshot.starts.length);
  if (random.chance(0.03)) return { line: line + random.below(100), character: random.below(2 ** 31 - 1) };
  return { line, character: random.below(lineLength(snapshot, line) + 1) };
}

/** Mostly empty or short; now and then the whole text, or from behind. */
export function rangeIn(random: Random, snapshot: Snapshot): Range {
  const start = positionIn(random, snapshot);
  const kind = random.below(100);
  if (kind < 45) return { start, end: start };
  if (kind < 75) return { start, end: { ...start, character: start.character + random.below(12) } };
  if (kind < 79) return { start: { line: 0, character: 0 }, end: endOf(snapshot) };
  const other = { line: start.line + random.below(4), character: random.below(40) };
  return kind < 97 || isBefore(other, start) ? { start, end: other } : { start: other, end: start };
}
