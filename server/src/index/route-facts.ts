/** What the index keeps of the routes and handlers of a source, with its places as LSP counts them. */
import type { Span } from '@slight/text/span.ts';
import type { Range } from 'vscode-languageserver-types';
import type { HandlerPlace, RouteMethod, RouteReading } from '../sources/routes/reading.ts';
import type { NamePlace, OpenedName } from './name-place.ts';

export interface RoutesFacts {
  readonly routes: readonly Routed[];
  readonly handlers: readonly Handling[];
  /** False where the source may have handlers that are not among these. */
  readonly isWhole: boolean;
  /** True of the source of a guest that a host begins with. */
  readonly isEntry: boolean;
  /** Of the text: that of another one is, but for a rare chance, another. */
  readonly print: number;
}

/** One call that adds a route. */
export interface Routed {
  readonly method: RouteMethod;
  readonly call: Range;
  /** Absent where it is computed. */
  readonly pattern?: NamePlace & { readonly value: string };
  /** What the router puts in front of the pattern; absent where that is not known. */
  readonly base?: string;
  /** Absent where it is computed. */
  readonly handler?: OpenedName;
  /** The same for the routes of one router of the source; absent where that is not known. */
  readonly router?: number;
}

/** A function that can handle a route. */
export interface Handling {
  /** The name that a host calls it by. */
  readonly exported: string;
  /** True where that name is only the end of `exported`. */
  readonly isPrefixed?: boolean;
  /** Absent where that is not known. */
  readonly isExported?: boolean;
  /** True where the source may name it in other places too. */
  readonly isUnsure?: boolean;
  /** Its name at the declaration. */
  readonly name: Range;
  readonly head: Range;
  /** Every place that surely says its name. */
  readonly places: readonly { readonly range: Range; readonly as: HandlerPlace['as'] }[];
}

/**
 * Undefined where the source has neither routes nor handlers.
 * @param makes whether it may have handlers that nobody sees in it, although it has none: that is said too
 */
export function routesBy(
  { routes, handlers, isWhole, isEntry }: RouteReading,
  { text, lines }: { readonly text: string; readonly lines: { readonly range: (span: Span) => Range } },
  makes: boolean,
): RoutesFacts | undefined {
  if (routes.length + handlers.length === 0 && !isEntry && (isWhole || !makes)) return undefined;
  const at = ({ span, inner }: { readonly span: Span; readonly inner: Span }): NamePlace => ({
    range: lines.range(span),
    inner: lines.range(inner),
  });
  return {
    routes: routes.map(({ call, pattern, handler, ...route }): Routed => {
      const { echoes = [], isFixed } = handler ?? {};
      return {
        ...route,
        call: lines.range(call),
        ...(pattern && { pattern: { value: pattern.value, ...at(pattern) } }),
        ...(handler && {
          handler: {
            value: handler.value,
            ...at(handler),
            ...(echoes.length > 0 && {
              echoes: echoes.map(({ span, as }) => ({ range: lines.range(span), as })),
            }),
            ...(isFixed && { isFixed }),
          },
        }),
      };
    }),
    handlers: handlers.map(({ name, head, places, ...handler }) => ({
      ...handler,
      name: lines.range(name),
      head: lines.range(head),
      places: places.map(({ span, as }) => ({ range: lines.range(span), as })),
    })),
    isWhole,
    isEntry,
    print: printOf(text),
  };
}

/** FNV-1a of the UTF-16 units: 20 kB take 20 µs, and no library is loaded. */
function printOf(text: string): number {
  let print = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    print = Math.imul(print ^ text.charCodeAt(index), 0x01000193);
  return print >>> 0;
}
