import { longestForm } from './masking/masking.ts';
import type { Masking } from './masking/masking.ts';
import { masked, replaced } from './masking/spans.ts';
import type { Span } from './masking/spans.ts';
import type { Preview } from './events.ts';

const shown = 64;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * What a trace shows of a value: its size in bytes, and its first 64 as text where they are UTF-8, else in hexadecimal.
 * Secrets are masked before the rest is cut off: what is left of one could not be told as one.
 */
export function preview(bytes: Uint8Array, masking: Masking): Preview {
  const head = bytes.subarray(0, shown);
  const spans = masking.find(bytes.subarray(0, shown + longestForm)).filter(([start]) => start < shown);
  const more = bytes.length > shown ? '…' : '';
  const end = textEnd(head, more !== '');
  const text =
    end === undefined ? hexadecimal(head, spans) : replaced(head.subarray(0, end), spans).toString();
  return { size: bytes.length, text: text + more };
}

/** The preview of a value that nobody may read: its size alone is told. */
export function maskedPreview(bytes: Uint8Array): Preview {
  return { size: bytes.length, text: masked };
}

function hexadecimal(bytes: Uint8Array, spans: readonly Span[]): string {
  let text = '';
  let at = 0;
  for (const [start, end] of spans) {
    text += Buffer.from(bytes.subarray(at, start)).toString('hex') + masked;
    at = end;
  }
  return text + Buffer.from(bytes.subarray(at)).toString('hex');
}

/**
 * Where the text ends that bytes are; undefined where they are none.
 * @param cut whether they are the beginning of more
 */
export function textEnd(head: Uint8Array, cut: boolean): number | undefined {
  // a cut may fall inside a character of up to four bytes
  for (let end = head.length; end >= head.length - (cut ? 3 : 0) && end >= 0; end--) {
    try {
      utf8.decode(head.subarray(0, end));
      return end;
    } catch {
      continue;
    }
  }
  return undefined;
}
