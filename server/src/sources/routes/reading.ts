/** What a guest's source says of HTTP: the routes that it sets up, and the functions that can handle them. */
import type { Text } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import type { Echo } from '../reading.ts';

/** The methods that SpiderLightning's router has. */
export type RouteMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface RouteReading {
  /** In the order of the text. */
  readonly routes: readonly Route[];
  readonly handlers: readonly Handler[];
  /** False where it may have handlers that are not among these, as those that a macro makes. */
  readonly isWhole: boolean;
  /** True of the source of a guest that a host begins with. */
  readonly isEntry: boolean;
}

/** One call that adds a route: `router.get("/hello", "handle_hello")`. */
export interface Route {
  readonly method: RouteMethod;
  /** The call, from the method's name to its closing bracket. */
  readonly call: Span;
  /** Absent where it is computed. */
  readonly pattern?: Text;
  /** What the router puts in front of every pattern; absent where that is not known. */
  readonly base?: string;
  /** Absent where it is computed. */
  readonly handler?: HandlerName;
  /** The same for the routes that one router is given one after the other, without a branch; absent where that is not known. */
  readonly router?: number;
}

export interface HandlerName extends Text {
  /** What must change where the name does. */
  readonly echoes?: readonly Echo[];
  /** True where something must change with the name, and it cannot be told what: then the name has to stay. */
  readonly isFixed?: boolean;
}

/** A function that can handle a route. */
export interface Handler {
  /** The name that a host calls it by: `handle-hello`. */
  readonly exported: string;
  /** True where that name is only the end of `exported`: C puts a world's or an interface's name in front of it. */
  readonly isPrefixed?: boolean;
  /** False where the function is there and is not exported; absent where that is not known. */
  readonly isExported?: boolean;
  /** True where the source may name it in places that are not among these, as another thing there has its name. */
  readonly isUnsure?: boolean;
  /** The name at its declaration. */
  readonly name: Span;
  /** From its attributes to the end of its head: what an editor shows of it. */
  readonly head: Span;
  /** Every place that surely says its name, the declaration's among them. */
  readonly places: readonly HandlerPlace[];
}

/**
 * `snake`, `camel`: an identifier. `kebab`: the text of an export's name. `shorthand`: an identifier that names what is
 * exported and what it is exported as at once, as in `export { handleHello } from './handlers.js'`.
 */
export interface HandlerPlace {
  readonly span: Span;
  readonly as: 'snake' | 'camel' | 'kebab' | 'shorthand';
}

/** The name that a host looks for where a route names this: exports have no underscores. */
export function exportOf(handler: string): string {
  return handler.replaceAll('_', '-');
}

/** False of what is exported and handles no route: set-up, what a host allocates by, and names that no route can have. */
export function isHandlerExport(name: string): boolean {
  return name !== 'on-server-init' && /^[A-Za-z][A-Za-z0-9-]*$/.test(name);
}
