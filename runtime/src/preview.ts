import type { Preview } from './trace.ts';

const shown = 64;
const utf8 = new TextDecoder('utf-8', { fatal: true });
export const masked = '••••';

/** What a trace shows of a value: its size in bytes, and its first 64 as text where they are UTF-8, else in hexadecimal. */
export function preview(bytes: Uint8Array): Preview {
  const head = bytes.subarray(0, shown);
  const more = bytes.length > shown ? '…' : '';
  return { size: bytes.length, text: (text(head, more !== '') ?? Buffer.from(head).toString('hex')) + more };
}

/** The preview of a value that nobody may read: its size alone is told. */
export function maskedPreview(bytes: Uint8Array): Preview {
  return { size: bytes.length, text: masked };
}

function text(head: Uint8Array, cut: boolean): string | undefined {
  // a cut may fall inside a character of up to four bytes
  for (let end = head.length; end >= head.length - (cut ? 3 : 0) && end >= 0; end--) {
    try {
      return utf8.decode(head.subarray(0, end));
    } catch {
      continue;
    }
  }
  return undefined;
}
