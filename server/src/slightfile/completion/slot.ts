/** The stretch of text that a value fills, and the quotes that it still needs. */
import type { Span } from '@slight/text/span.ts';
import type { ValueContext } from '@slight/slightfile/toml/context.ts';
import type { StringValue } from '@slight/slightfile/toml/tree.ts';

export interface Slot {
  /** On one line, with the cursor in it. */
  readonly span: Span;
  readonly opening: string;
  readonly closing: string;
  /** What stands between the span's start and the cursor. */
  readonly typed: string;
}

/** Undefined where no string can be put: in a text over several lines, an array, a table. */
export function slotAt(text: string, { value }: ValueContext, offset: number): Slot | undefined {
  switch (value.kind) {
    case 'array':
    case 'inline-table':
      return undefined;
    case 'string':
      return inString(text, value, offset);
    default: {
      const isEmpty = value.span.start === value.span.end;
      const span = isEmpty ? { start: offset, end: offset } : value.span;
      const opening = text[span.start - 1] === '=' ? ' "' : '"';
      return { span, opening, closing: '"', typed: text.slice(span.start, offset) };
    }
  }
}

/** Of a value, the reference that the cursor is in, from its `$` to its `}`; all of the value where it is in none. */
export function referenceSlot(text: string, slot: Slot, offset: number): Slot {
  const [typed = ''] = /\$(?:\{[^{}]*)?$/.exec(slot.typed) ?? [];
  // a value without quotes gets them, all of it
  if (typed === '' || slot.opening !== '') return slot;
  const [rest = ''] = /^[\w.-]*\}?/.exec(text.slice(offset, slot.span.end)) ?? [];
  const end = offset + rest.length;
  const closing = end === slot.span.end ? slot.closing : '';
  return { span: { start: offset - typed.length, end }, opening: '', closing, typed };
}

function inString(text: string, { inner, span, style }: StringValue, offset: number): Slot | undefined {
  if (style !== 'basic' && style !== 'literal') return undefined;
  // On a quote, the cursor is before or after the string.
  if (offset < inner.start || offset > inner.end) return undefined;
  const typed = text.slice(inner.start, offset);
  if (inner.end < span.end) return { span: inner, opening: '', closing: '', typed };
  // The string is not closed: what is after the word is perhaps a comment.
  const word = /^[^\s"'#,]*/.exec(text.slice(offset, inner.end))?.[0] ?? '';
  const quote = style === 'basic' ? '"' : "'";
  return { span: { start: inner.start, end: offset + word.length }, opening: '', closing: quote, typed };
}
