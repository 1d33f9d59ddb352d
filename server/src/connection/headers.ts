/** The headers that stand before the messages of a stream (LSP 3.17, "Header Part"), looked at before anything trusts them. */
import { constants } from 'node:buffer';
import { quote } from '@slight/text/words.ts';

export interface Receiver {
  /** What may be read: all but a header that is broken, or has not come whole. */
  readonly give: (bytes: Buffer) => void;
  /** Why the stream cannot be read on: the end of a sentence that begins with what the client sent. */
  readonly fail: (reason: string) => void;
}

/** Takes the pieces of a stream as they come. Once it has failed it gives nothing more. */
export function checkedHeaders({ give, fail }: Receiver): (piece: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  /** How many bytes of a message are still to come. */
  let left = 0;
  return (piece) => {
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
    let next = left;
    let fault: string | undefined;
    while (next < bytes.length && fault === undefined) {
      const end = bytes.indexOf(headerEnd, next);
      if ((end === -1 ? bytes.length : end) - next > longestHeader) {
        fault = `its header does not end within ${longestHeader} bytes.`;
      } else if (end === -1) {
        break;
      } else {
        const length = lengthOf(bytes.toString('latin1', next, end));
        if (typeof length === 'string') fault = length;
        else next = end + headerEnd.length + length;
      }
    }
    const readable = Math.min(next, bytes.length);
    left = next - readable;
    held = bytes.subarray(readable);
    if (readable > 0) give(bytes.subarray(0, readable));
    if (fault !== undefined) fail(fault);
  };
}

const headerEnd = '\r\n\r\n';

/** In bytes. */
const longestHeader = 64 * 1024;

/** A name and what it stands for; with anything but printable ASCII two readers may see two lengths. */
const field = /^([\x20-\x39\x3b-\x7e]+):[ \t]*([\t\x20-\x7e]*)$/;

/** The bytes of the message behind a header, or what is wrong with it. */
function lengthOf(header: string): number | string {
  const lengths = new Set<string>();
  for (const line of header.split('\r\n')) {
    const [, name, value] = field.exec(line) ?? [];
    if (name === undefined || value === undefined)
      return `its header has the line ${shown(line)}, which is no name and value in ASCII.`;
    if (name.toLowerCase() === 'content-length') lengths.add(value.trimEnd());
  }
  const [length, other] = lengths;
  if (length === undefined) return `its header has no Content-Length: ${shown(header)}.`;
  if (other !== undefined)
    return `its header has two values of Content-Length, ${shown(length)} and ${shown(other)}.`;
  if (!/^\d+$/.test(length)) return `Content-Length is ${shown(length)}, which is no number of bytes.`;
  // what is longer could not be made a string
  if (Number(length) > constants.MAX_STRING_LENGTH)
    return `Content-Length is ${shown(length)}, and no message may have more than ${constants.MAX_STRING_LENGTH} bytes.`;
  return Number(length);
}

function shown(text: string): string {
  return quote(text.replaceAll(/[^\x20-\x7e]/g, '?'));
}
