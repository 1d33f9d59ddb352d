/** Tables of sources with the routes and handlers that they have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GuestLanguage } from '../../reading.ts';
import { mayRoute, readRoutes } from '../read.ts';

/** `GET /api+/hello → handle_hello`, each part as it stands in the text; `?` where it is computed, or not known. */
export function routesIn(text: string, language: GuestLanguage): readonly string[] {
  return readRoutes(text, language).routes.map(({ method, base, pattern, handler }) => {
    const front = base === undefined ? '?+' : base === '' ? '' : `${base}+`;
    const at = (of: typeof pattern) => (of ? text.slice(of.inner.start, of.inner.end) : '?');
    return `${method} ${front}${at(pattern)} → ${at(handler)}`;
  });
}

/** `handle-hello: handle_hello`: the export, and every place that says it; in parentheses where it is not exported, with a
 * question mark where that is not known; with dots behind it where other places may say it too. */
export function handlersIn(text: string, language: GuestLanguage): readonly string[] {
  return readRoutes(text, language).handlers.map(({ exported, isPrefixed, isExported, isUnsure, places }) => {
    const said = places.map(
      ({ span, as }) => `${text.slice(span.start, span.end)}${as === 'shorthand' ? ' as' : ''}`,
    );
    const shown = `${isPrefixed ? '…' : ''}${exported}: ${said.join(', ')}${isUnsure ? ' …' : ''}`;
    return isExported === true ? shown : isExported === false ? `(${shown})` : `${shown}?`;
  });
}

/** A test a row: what it shows, the source, and its routes. */
export function routing(
  language: GuestLanguage,
  rows: readonly (readonly [title: string, text: string, ...routes: readonly string[]])[],
): void {
  for (const [title, text, ...routes] of rows)
    test(`${language}: ${title}`, () => {
      assert.deepEqual(routesIn(text, language), routes);
      if (routes.length > 0) assert.ok(mayRoute(text, language));
    });
}

/** The same with the functions that handle routes. */
export function handling(
  language: GuestLanguage,
  rows: readonly (readonly [title: string, text: string, ...handlers: readonly string[]])[],
): void {
  for (const [title, text, ...handlers] of rows)
    test(`${language}: ${title}`, () => {
      assert.deepEqual(handlersIn(text, language), handlers);
      if (handlers.length > 0) assert.ok(mayRoute(text, language));
    });
}
