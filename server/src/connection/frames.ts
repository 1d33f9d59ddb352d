/** Messages in a stream of bytes (LSP 3.17, "Base Protocol"): `Content-Length: 17`, a blank line, so many bytes of JSON. */

/** Takes the stream as it comes, chunk by chunk, and gives each message when all of it is there. */
export type Unframe = (chunk: Buffer) => void;

/**
 * @param onMessage called with each message; what is no JSON is passed over
 * @param onBroken called once where the stream has no length: where its next message begins is not known then
 */
export function unframe(onMessage: (message: unknown) => void, onBroken: () => void): Unframe {
  let parts: Buffer[] = [];
  let held = 0;
  /** How many bytes the next step needs: unknown in a header, and known in a body. */
  let wanted = 0;
  let isBroken = false;
  return (chunk) => {
    if (isBroken) return;
    parts.push(chunk);
    held += chunk.length;
    // a large message comes in many parts, which are put together once
    if (held < wanted) return;
    let bytes = parts.length === 1 ? chunk : Buffer.concat(parts, held);
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) {
        wanted = 0;
        break;
      }
      const length = /(?:^|\r\n)content-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1];
      if (length === undefined) {
        isBroken = true;
        onBroken();
        return;
      }
      const from = end + 4;
      wanted = from + Number(length);
      if (bytes.length < wanted) break;
      const message = parsed(bytes.toString('utf8', from, wanted));
      bytes = bytes.subarray(wanted);
      wanted = 0;
      if (message !== undefined) onMessage(message);
    }
    parts = bytes.length === 0 ? [] : [bytes];
    held = bytes.length;
  };
}

export function frame(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
