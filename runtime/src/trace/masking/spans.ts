/** Parts of bytes that are to be masked. */

/** What stands where a secret was. */
export const masked = '••••';

/** From where to where in bytes; `end` is the first that is not in it. */
export type Span = readonly [start: number, end: number];

/** In order, joined where they touch, and not in the middle of a UTF-8 character. */
export function joined(spans: readonly Span[], bytes: Uint8Array): readonly Span[] {
  const all: [number, number][] = [];
  for (const [from, to] of spans.toSorted(([left], [right]) => left - right)) {
    const start = characterStart(bytes, from);
    const end = characterEnd(bytes, to);
    const last = all.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else all.push([start, end]);
  }
  return all;
}

/** The bytes with `••••` in the place of each span. */
export function replaced(bytes: Uint8Array, spans: readonly Span[]): Buffer {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const [start, end] of spans) {
    parts.push(bytes.subarray(from, start), maskedBytes);
    from = end;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

const maskedBytes = Buffer.from(masked);

/** Where the UTF-8 character begins that this byte is in the middle of; the byte itself where it is in none. */
export function characterStart(bytes: Uint8Array, at: number): number {
  return characterAround(bytes, at)?.[0] ?? at;
}

function characterEnd(bytes: Uint8Array, at: number): number {
  return characterAround(bytes, at)?.[1] ?? at;
}

function characterAround(bytes: Uint8Array, at: number): Span | undefined {
  let start = at;
  while (start > 0 && at - start < 3 && (bytes[start] ?? 0) >> 6 === 0b10) start--;
  // the first byte begins with as many ones as there are bytes
  const end = start + Math.clz32(~((bytes[start] ?? 0) << 24));
  return start < at && at < end ? [start, Math.min(end, bytes.length)] : undefined;
}
