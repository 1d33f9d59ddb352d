/**
 * As much of Postgres's protocol as lets several clients share one session
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */

/** The number that a start-up message begins with in the place of a version. */
export const requests = { cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 };

/** The first message of a connection, which has no type; undefined as long as it is not whole. */
export function firstMessage(
  bytes: Buffer,
): { readonly code: number; readonly body: Buffer; readonly length: number } | undefined {
  if (bytes.length < 8) return undefined;
  const length = bytes.readUInt32BE(0);
  if (bytes.length < length) return undefined;
  return { code: bytes.readUInt32BE(4), body: bytes.subarray(8, length), length };
}

/** The parameters of a start-up message: user, database … */
export function parametersOf(body: Buffer): ReadonlyMap<string, string> {
  const words = body.toString().split('\0');
  const found = new Map<string, string>();
  for (let at = 0; at + 1 < words.length; at += 2) found.set(words[at] ?? '', words[at + 1] ?? '');
  return found;
}

/** How many bytes at the beginning are whole messages up to the first that is answered by ReadyForQuery; 0: not yet. */
export function unitLength(bytes: Buffer): number {
  for (let at = 0; at + 5 <= bytes.length;) {
    const type = String.fromCharCode(bytes[at] ?? 0);
    at += 1 + bytes.readUInt32BE(at + 1);
    if (at > bytes.length) return 0;
    if (type === 'Q' || type === 'S' || type === 'X') return at;
  }
  return 0;
}

export function isGoodbye(unit: Buffer): boolean {
  return unit[0] === 0x58;
}

export function query(text: string): Buffer {
  return message('Q', Buffer.from(`${text}\0`));
}

/** What a server says once it knows the client: it asks for no password, and tells what a client goes by. */
export function welcome(processId: number, key: number): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeInt32BE(processId, 0);
  numbers.writeInt32BE(key, 4);
  const told = { server_version: '18', client_encoding: 'UTF8', standard_conforming_strings: 'on' };
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(told).map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`))),
    message('K', numbers),
    ready,
  ]);
}

export function refusal(severity: 'FATAL' | 'ERROR', state: string, text: string): Buffer {
  return message('E', Buffer.from(`S${severity}\0V${severity}\0C${state}\0M${text}\0\0`));
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

/** ReadyForQuery, outside of any transaction. */
export const ready = message('Z', Buffer.from('I'));

/** What an answer ends in says whether a transaction is open. */
export function isOpenAfter(tail: Uint8Array): boolean {
  return tail.at(-1) !== 0x49;
}
