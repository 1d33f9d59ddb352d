/** Paths whose parts are joined by the wrong marks: `wasi/cli/run`, `wasi:cli.run`, `wasi:cli@0.2.12/run`. */
import type { Cursor } from './cursor.ts';
import { isName } from './cursor.ts';
import type { Mark, Token } from './lex.ts';

export interface MeantPath {
  /** `wasi:cli/run@0.2.12` */
  readonly text: string;
  /** The names of the namespace, the package and the interface. */
  readonly parts: readonly [Token, Token, Token];
  readonly version?: Token;
  /** How many tokens it takes. */
  readonly length: number;
}

/** The path at hand as it should be written; undefined where it is written so, or where it is unclear what was meant. */
export function pathMeant(cursor: Cursor): MeantPath | undefined {
  if (cursor.syntax === 'legacy') return undefined;
  const parts: Token[] = [];
  const written: string[] = [];
  let version: Token | undefined;
  let ahead = 0;
  while (parts.length < 4 && cursor.at('id', ahead)) {
    parts.push(cursor.peek(ahead));
    ahead += 1;
    if (version === undefined && touches(cursor, ahead, '@') && touches(cursor, ahead + 1, 'number')) {
      version = cursor.peek(ahead + 1);
      written.push('@');
      ahead += 2;
    }
    const joint = jointAt(cursor, ahead, parts.length);
    if (joint === '') break;
    written.push(joint);
    ahead += joint.length;
  }
  const [namespace, name, last] = parts;
  if (parts.length !== 3 || !namespace || !name || !last) return undefined;
  const [one = '', two = '', three = ''] = parts.map((part) => cursor.source(part).replace(/^%/, ''));
  const isRight = written.join('') === (version ? ':/@' : ':/');
  if (isRight || ![one, two, three].every((part) => isName(part))) return undefined;
  const text = `${cursor.source(namespace)}:${cursor.source(name)}/${cursor.source(last)}`;
  return {
    text: version ? `${text}@${cursor.source(version)}` : text,
    parts: [namespace, name, last],
    ...(version && { version }),
    length: ahead,
  };
}

const joints: readonly (readonly Mark[])[] = [[':', ':'], [':'], ['/'], ['.']];

/** The marks before the next name of the path. A `.` after a whole path is none: names that are used follow it. */
function jointAt(cursor: Cursor, ahead: number, parts: number): string {
  for (const marks of parts < 3 ? joints : joints.slice(0, -1)) {
    const isHere = marks.every((mark, index) => touches(cursor, ahead + index, mark));
    if (isHere && touches(cursor, ahead + marks.length, 'id')) return marks.join('');
  }
  return '';
}

/** True where that token follows the one before without a blank. */
function touches(cursor: Cursor, ahead: number, kind: Token['kind']): boolean {
  return cursor.at(kind, ahead) && cursor.peek(ahead).start === cursor.peek(ahead - 1).end;
}
