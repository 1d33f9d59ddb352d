/** What the index keeps of a file: what it says of names, with its places as LSP counts them, and none of its text. */
import { analyze } from '@slight/slightfile/analyze.ts';
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { Slightfile, Text } from '@slight/slightfile/slightfile.ts';
import { LineIndex } from '@slight/text/span.ts';
import type { Range } from 'vscode-languageserver-types';
import { mayOpen, readSource } from '../sources/read.ts';
import type { GuestLanguage, Opening, Reading } from '../sources/reading.ts';
import { guestLanguages } from '../sources/reading.ts';
import { mayMakeHandlers, mayRoute, readRoutes } from '../sources/routes/read.ts';
import type { NamePlace, OpenedName } from './name-place.ts';
import type { RoutesFacts } from './route-facts.ts';
import { routesBy } from './route-facts.ts';

export type Facts = SlightfileFacts | SourceFacts | UnreadFacts | ModuleFacts | WitFacts;

/** The capabilities of a slightfile. */
export interface SlightfileFacts {
  readonly kind: 'slightfile';
  readonly declared: readonly Declared[];
  /** False where a line cannot be read, so that nothing is known to be absent. */
  readonly isWhole: boolean;
}

export interface Declared {
  /** Absent where the resource is unknown or missing. */
  readonly kind?: CapabilityKind;
  /** As written: `keyvalue.redis`. */
  readonly resource: string;
  /** What the guest opens; `*`: whatever it opens, as every capability of the 0.1 format does. */
  readonly name: string;
  /** The name where it is written. Absent in the 0.1 format. */
  readonly place?: NamePlace;
  /** The header, `[[capability]]`. */
  readonly header: Range;
  /** From the header to the end of the block. */
  readonly block: Range;
}

/** What a guest's source opens, and how it serves HTTP. */
export interface SourceFacts {
  readonly kind: 'source';
  readonly language: GuestLanguage;
  readonly opened: readonly Opened[];
  /** Absent where it has neither routes nor handlers, and makes none that nobody sees. */
  readonly http?: RoutesFacts;
}

export interface Opened {
  /** The likeliest first; never empty. */
  readonly kinds: readonly CapabilityKind[];
  /** `Keyvalue::open`. */
  readonly callee: Range;
  /** Absent where it is computed. */
  readonly name?: OpenedName;
  /** In the place of a name: a literal that is given with the length of another text, and where that length is. */
  readonly mismatch?: { readonly text: string; readonly bytes: number; readonly range: Range };
}

/** A source in a language that nobody reads here: that it is there is all that is known. */
export interface UnreadFacts {
  readonly kind: 'unread';
}

/** A built guest. */
export interface ModuleFacts {
  readonly kind: 'module';
  /** Absent where it cannot be read. */
  readonly module?: {
    readonly kind: 'module' | 'component';
    readonly imports: readonly string[];
    readonly exports: readonly string[];
  };
}

/** A WIT file is read when somebody asks for its package; the index only knows that it is there. */
export interface WitFacts {
  readonly kind: 'wit';
}

export function slightfileFacts(text: string): SlightfileFacts {
  const { slightfile } = analyze(text);
  return declaredBy(slightfile, new LineIndex(text));
}

/** The same of a slightfile that is read already. */
export function declaredBy(slightfile: Slightfile, lines: Pick<LineIndex, 'range'>): SlightfileFacts {
  const declared = slightfile.capabilities.map(({ name, resource, format, header, span }): Declared => {
    const kind = resource && findResource(resource.value)?.capability;
    return {
      ...(kind && { kind }),
      resource: resource?.value ?? '',
      name: format === '0.1' ? '*' : (name?.value ?? ''),
      ...(name && { place: placeOf(name, lines) }),
      header: lines.range(header),
      block: lines.range(span),
    };
  });
  return { kind: 'slightfile', declared, isWhole: slightfile.document.errors.length === 0 };
}

/** Most files of a workspace open nothing and have no routes, and are told so quickly. */
export function sourceFacts(text: string, language: GuestLanguage): SourceFacts {
  const opens = mayOpen(text);
  if (!opens && !mayRoute(text, language) && !mayMakeHandlers(text, language)) return nothing[language];
  const lines = new LineIndex(text);
  const opened = opens ? readSource(text, language) : { openings: [] };
  return withRoutes(openedBy(opened, language, lines), text, lines);
}

/** The same with what a source says of HTTP. */
export function withRoutes(facts: SourceFacts, text: string, lines: Pick<LineIndex, 'range'>): SourceFacts {
  const { language } = facts;
  const makes = mayMakeHandlers(text, language);
  const http =
    makes || mayRoute(text, language)
      ? routesBy(readRoutes(text, language), { text, lines }, makes)
      : undefined;
  return http ? { ...facts, http } : facts;
}

/** What a source that is read already opens. */
export function openedBy(
  { openings }: Reading,
  language: GuestLanguage,
  lines: Pick<LineIndex, 'range'>,
): SourceFacts {
  if (openings.length === 0) return nothing[language];
  const opened = openings.map(({ kinds, callee, mismatch, ...opening }): Opened => {
    const name = nameOf(opening, lines);
    return {
      kinds,
      callee: lines.range(callee),
      ...(name && { name }),
      ...(mismatch && {
        mismatch: { text: mismatch.text, bytes: mismatch.bytes, range: lines.range(mismatch.span) },
      }),
    };
  });
  return { kind: 'source', language, opened };
}

function nameOf(
  { name, echoes = [], isFixed }: Pick<Opening, 'name' | 'echoes' | 'isFixed'>,
  lines: Pick<LineIndex, 'range'>,
): OpenedName | undefined {
  return (
    name && {
      value: name.value,
      ...placeOf(name, lines),
      ...(echoes.length > 0 && { echoes: echoes.map(({ span, as }) => ({ range: lines.range(span), as })) }),
      ...(isFixed && { isFixed }),
    }
  );
}

function placeOf({ span, inner }: Text, lines: Pick<LineIndex, 'range'>): NamePlace {
  return { range: lines.range(span), inner: lines.range(inner) };
}

/** One object for all the files that open nothing: there are tens of thousands of them. */
const nothing = Object.fromEntries(
  guestLanguages.map((language): [string, SourceFacts] => [
    language,
    { kind: 'source', language, opened: [] },
  ]),
) as Readonly<Record<GuestLanguage, SourceFacts>>;

/** True where a file says something of names, be they of capabilities or of handlers. */
export function hasNames(facts: Facts | undefined): boolean {
  if (facts?.kind !== 'source') return facts?.kind === 'slightfile';
  return facts.opened.length > 0 || facts.http !== undefined;
}
