/** The text of SQL, as far as it must be known before a database reads it: its parameters, and where statements end. */
import { CapabilityError } from '../../ports/errors.ts';
import type { Statement } from '../../ports/sql.ts';

export type Dialect = 'postgres' | 'sqlite';

export interface SqlText {
  /** With parameters as the dialect has them. */
  readonly text: string;
  /** Each of several statements, without what ends it; none that is empty. */
  readonly statements: readonly SingleStatement[];
}

export interface SingleStatement {
  readonly text: string;
  /** Its first word, in capitals: `SELECT`. */
  readonly verb: string;
}

/**
 * Reads a text: `?` outside of strings, names, comments and dollar quotes is a parameter where there is no `$1`, and
 * `??` is a question mark then.
 * @throws CapabilityError `syntax-error` where it does not want as many parameters as there are
 */
export function readText({ text, parameters, verbatim }: Statement, dialect: Dialect): SqlText {
  const parts = partsOf(text, dialect);
  const isNumbered = verbatim === true || parts.some(({ kind }) => kind === 'numbered');
  let count = 0;
  const write = ({ kind, value }: Part): string => {
    if (kind === 'numbered' && verbatim !== true) {
      const number = Number(value.slice(1));
      count = Math.max(count, number);
      return parameter(number, dialect);
    }
    if (isNumbered || (kind !== 'mark' && kind !== 'marks')) return value;
    return kind === 'marks' ? '?' : parameter(++count, dialect);
  };
  const statements: SingleStatement[] = [];
  let whole = '';
  let written = '';
  let words: string[] = [];
  const end = () => {
    const [verb] = words;
    if (verb !== undefined) statements.push({ text: written.trim(), verb });
    written = '';
    words = [];
  };
  for (const part of parts) {
    const { kind, value } = part;
    const piece = write(part);
    whole += piece;
    if (kind === 'end' && !isWithinTrigger(words, dialect)) {
      end();
      continue;
    }
    written += piece;
    if (kind !== 'blank' && !(kind === 'end' && words.length === 0)) words.push(value.toUpperCase());
  }
  end();
  if (count !== parameters.length) throw wrongCount(count, parameters.length, isNumbered);
  return { text: whole, statements };
}

/** A trigger of SQLite holds statements with their ends, up to an END behind one (https://sqlite.org/c3ref/complete.html). */
function isWithinTrigger(words: readonly string[], dialect: Dialect): boolean {
  if (dialect !== 'sqlite' || words[0] !== 'CREATE') return false;
  if (!/^(?:TEMP(?:ORARY)? )?TRIGGER\b/.test(words.slice(1, 3).join(' '))) return false;
  return !(words.at(-1) === 'END' && words.at(-2) === ';');
}

function parameter(number: number, dialect: Dialect): string {
  return dialect === 'postgres' ? `$${number}` : `?${number}`;
}

function wrongCount(wanted: number, given: number, isNumbered: boolean): CapabilityError {
  const parameters = (count: number) => `${count} ${count === 1 ? 'parameter' : 'parameters'}`;
  const hint = wanted > given && !isNumbered ? ' A "?" that is an operator is written "??".' : '';
  return new CapabilityError(
    'syntax-error',
    `The statement has ${parameters(wanted)}, and ${given} ${given === 1 ? 'was' : 'were'} given.${hint}`,
  );
}

interface Part {
  /** `numbered`: $1; `mark`: ?; `marks`: ??; `end`: ;; `blank`: white space and comments; `other`: all else. */
  readonly kind: 'numbered' | 'mark' | 'marks' | 'end' | 'blank' | 'other';
  readonly value: string;
}

/** What can begin a part that is not read letter by letter. `E'…'` has escapes in Postgres; a name may hold `$`. */
const starts =
  /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\$\d+|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|\?\??|--[^\n]*|\/\*|['"`[;]|\s+|\d+/gu;

function partsOf(text: string, dialect: Dialect): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  const take = (kind: Part['kind'], to: number) => {
    if (to > at) parts.push({ kind, value: text.slice(at, to) });
    at = to;
  };
  starts.lastIndex = 0;
  for (let found = starts.exec(text); found; found = starts.exec(text)) {
    take('other', found.index);
    const [token] = found;
    const behind = found.index + token.length;
    const next = text[behind];
    if (/^\$\d/.test(token)) take('numbered', behind);
    else if (token === '?') take('mark', behind);
    else if (token === '??') take('marks', behind);
    else if (token === ';') take('end', behind);
    else if (token.startsWith('--') || /^\s/.test(token)) take('blank', behind);
    else if (token === '/*') take('blank', endOfComment(text, behind, dialect));
    else if (token === "'") take('other', endOfQuote(text, behind, "'", false));
    else if (token === '"' || (token === '`' && dialect === 'sqlite'))
      take('other', endOfQuote(text, behind, token, false));
    else if (token === '[' && dialect === 'sqlite') take('other', endAt(text, ']', behind));
    else if (token.startsWith('$') && dialect === 'postgres') take('other', endAt(text, token, behind));
    else if (/^e$/i.test(token) && next === "'" && dialect === 'postgres')
      take('other', endOfQuote(text, behind + 1, "'", true));
    else take('other', behind);
    starts.lastIndex = at;
  }
  take('other', text.length);
  return parts;
}

function endAt(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** Behind a quoted text, in which the quote is doubled; `escapes`: or has a backslash before it. */
function endOfQuote(text: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from; at < text.length; at++) {
    if (escapes && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return text.length;
}

/** Comments of Postgres hold others, those of SQLite do not. */
function endOfComment(text: string, from: number, dialect: Dialect): number {
  if (dialect === 'sqlite') return endAt(text, '*/', from);
  let depth = 1;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
