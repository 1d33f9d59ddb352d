/** What a core module imports, of every kind. */
import { Cursor } from './instructions.ts';

export interface CoreImport {
  readonly module: string;
  readonly name: string;
  /** One of `kind`. */
  readonly kind: number;
}

/** How the format numbers what is imported and exported. */
export const kind = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;

/** @param content of the import section, where there is one */
export function importsIn(content: Uint8Array | undefined): CoreImport[] {
  const found: CoreImport[] = [];
  if (!content) return found;
  const cursor = new Cursor(content);
  const text = () => {
    const length = cursor.u32();
    cursor.at += length;
    return Buffer.from(content.subarray(cursor.at - length, cursor.at)).toString();
  };
  for (let left = cursor.u32(); left > 0; left -= 1) {
    const one = { module: text(), name: text(), kind: cursor.byte() };
    skipType(cursor, one.kind);
    found.push(one);
  }
  return found;
}

function skipType(cursor: Cursor, of: number): void {
  switch (of) {
    case kind.function:
      cursor.numbers(1);
      return;
    case kind.table:
      cursor.valueType();
      cursor.numbers(cursor.byte() & 1 ? 2 : 1);
      return;
    case kind.memory:
      cursor.numbers(cursor.byte() & 1 ? 2 : 1);
      return;
    case kind.global:
      cursor.valueType();
      cursor.byte();
      return;
    case kind.tag:
      cursor.numbers(2);
      return;
    default:
      throw new SyntaxError('an import is of an unknown kind');
  }
}
