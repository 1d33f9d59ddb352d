/** Masks what comes piece by piece, also where a secret begins in one piece and ends in another. */
import type { Masking } from './masking.ts';
import { joined, masked } from './spans.ts';
import type { Span } from './spans.ts';

export interface MaskingStream {
  /** The text that can be told by now; of a line that has not ended, what may be the beginning of a secret is kept. */
  write(bytes: Uint8Array): string;
  /** What was kept. */
  end(): string;
}

export function maskingStream(masking: Masking): MaskingStream {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let kept: Uint8Array = new Uint8Array();
  /** How much of what is kept is of a secret whose `••••` is told. */
  let told: number | undefined;
  let isBegun = false;

  const tell = (bytes: Uint8Array, isEnd: boolean) => {
    const all = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
    const found = masking.find(all, isBegun);
    const spans = told === undefined ? found : joined([[0, told], ...found], all);
    const upTo = isEnd ? all.length : masking.settled(all);
    const text = write(all, spans, upTo);
    if (upTo > 0) {
      const last = spans.find(([start, end]) => start < upTo && upTo <= end);
      told = last && last[1] - upTo;
      isBegun = !/["'`\\\n\r]/.test(String.fromCharCode(all[upTo - 1] ?? 0));
    }
    // a guest may use its memory again after the call
    kept = Uint8Array.from(all.subarray(upTo));
    return text;
  };

  const write = (all: Uint8Array, spans: readonly Span[], upTo: number) => {
    let text = '';
    let at = 0;
    for (const [start, end] of spans.filter(([from]) => from < upTo)) {
      text += decoder.decode(all.subarray(at, start), { stream: true });
      if (start > 0 || told === undefined) text += masked;
      at = Math.min(end, upTo);
    }
    return text + decoder.decode(all.subarray(at, upTo), { stream: true });
  };

  return {
    write: (bytes) => tell(bytes, false),
    end: () => tell(new Uint8Array(), true) + decoder.decode(),
  };
}
