/** Line ends that are a carriage return alone, as old Macs wrote them and as a wrong conversion leaves them. */
import type { TextEdit } from '@slight/text/problem.ts';
import type { TomlError } from './tree.ts';

/** A text whose lines end so, read as it is meant. */
export interface Meant {
  /** The same text, with `\n` in the place of each of them, so that all places stay the same. */
  readonly text: string;
  /** The one thing to say of all of them. */
  readonly error: TomlError;
}

/** Undefined where most lines, or all, end as TOML's do: what is alone among those may be anything. */
export function withOldLineEnds(text: string): Meant | undefined {
  if (!/\r(?!\n)/.test(text)) return undefined;
  const edits: TextEdit[] = [];
  let others = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\n') others++;
    else if (text[at] === '\r' && text[at + 1] !== '\n')
      edits.push({ span: { start: at, end: at + 1 }, text: '\n' });
  }
  const [first] = edits;
  if (!first || edits.length <= others) return undefined;
  return {
    text: text.replaceAll(/\r(?!\n)/g, '\n'),
    error: {
      span: first.span,
      message:
        'The lines of this file end in a carriage return alone, which is no line end in TOML. Write line feeds.',
      fix: { title: 'Write line feeds at the line ends', edits, preferred: true },
    },
  };
}
