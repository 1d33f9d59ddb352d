/** The name that is being typed in a guest's source. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { lex } from './lex.ts';
import { sitesOf } from './read.ts';
import type { GuestLanguage } from './reading.ts';
import type { Slot } from './slot.ts';
import { slotAt } from './slot.ts';

/** The string that is typed as the name of a capability. */
export interface OpeningSlot extends Slot {
  readonly kinds: readonly CapabilityKind[];
}

/** The name that the cursor is in, where an opening is given it as a literal, however broken the text around it is. */
export function openingAt(text: string, language: GuestLanguage, offset: number): OpeningSlot | undefined {
  const slot = slotAt(lex(text, language), offset, (tokens) =>
    sitesOf(tokens).map(({ argument, kinds }) => ({ argument, of: kinds })),
  );
  return slot && { kinds: slot.of, inner: slot.inner, typed: slot.typed, closing: slot.closing };
}
