/** The handler that is being typed in a route. */
import { lex } from '../lex.ts';
import type { GuestLanguage } from '../reading.ts';
import type { Slot } from '../slot.ts';
import { slotAt } from '../slot.ts';
import { routeSites } from './read.ts';

/** The name that the cursor is in, where a route is given it as a literal, however broken the text around it is. */
export function routeHandlerAt(text: string, language: GuestLanguage, offset: number): Slot | undefined {
  return slotAt(lex(text, language), offset, (tokens) =>
    routeSites(tokens).map(({ handler: argument }) => ({ argument, of: undefined })),
  );
}
