/** What fixes of WIT are made of. */
import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import { isSure } from '@slight/text/words.ts';
import { spelled } from './keywords.ts';
import type { Name } from './tree.ts';

/** Puts a text in the place of a span. */
export function change(
  { start, end }: Span,
  text: string,
  title = `Change to \`${text}\``,
  preferred = true,
): Fix {
  return { title, edits: [{ span: { start, end }, text }], preferred };
}

/** Writes the name that was most likely meant, escaped where it must be. Undefined where there is none. */
export function rename({ span, value }: Name, to: string | undefined): Fix | undefined {
  if (to === undefined) return undefined;
  return change(span, spelled(to), `Change to \`${to}\``, isSure(value, to));
}
