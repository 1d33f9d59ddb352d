/** Values of Postgres as the port has them, and back. All but bytes cross the wire as text. */
import type { SqlValue } from '../../../ports/sql.ts';
import { isoTime, isoTimestamp } from '../iso.ts';

/** What the server takes the type of from where it stands in the statement. */
export function toPostgres(value: SqlValue): string | Buffer | null {
  switch (value.tag) {
    case 'null':
      return null;
    case 'binary':
      return Buffer.from(value.val.buffer, value.val.byteOffset, value.val.byteLength);
    default:
      return String(value.val);
  }
}

type Read = (text: string) => SqlValue;

/** By the type's number, https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat. */
const readers: Readonly<Record<number, Read>> = {
  16: (text) => ({ tag: 'boolean', val: text === 't' }),
  17: (text) => ({ tag: 'binary', val: bytesOf(text) }),
  20: (text) => ({ tag: 'int64', val: BigInt(text) }),
  21: (text) => ({ tag: 'int32', val: Number(text) }),
  23: (text) => ({ tag: 'int32', val: Number(text) }),
  26: (text) => ({ tag: 'uint32', val: Number(text) }),
  700: (text) => ({ tag: 'float', val: Number(text) }),
  701: (text) => ({ tag: 'double', val: Number(text) }),
  1082: (text) => ({ tag: 'date', val: text }),
  1083: (text) => ({ tag: 'time', val: text }),
  1114: (text) => ({ tag: 'timestamp', val: isoTimestamp(text) }),
  1184: (text) => ({ tag: 'timestamp', val: isoTimestamp(text) }),
  1266: (text) => ({ tag: 'time', val: isoTime(text) }),
};

const plain: Read = (val) => ({ tag: 'str', val });

/** As pg asks for what reads a column. */
export const types = { getTypeParser: (oid: number): Read => readers[oid] ?? plain };

/** `\x0aff`; the connection asks for that form. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text.slice(2), 'hex');
}
