/** Which pages of other origins may read the answers (Fetch, 3.3). */
import { Mistake } from '../mistake.ts';
import type { Fields } from '../ports/http.ts';
import { pairs } from './fields.ts';

/**
 * Origins as a browser writes them, from what a person wrote: `http://localhost:5173/`, `*`.
 * @throws Mistake where one is none
 */
export function originsOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => {
    if (text === '*') return text;
    const url = URL.parse(text);
    const { origin } = url ?? { origin: 'null' };
    if (url && origin !== 'null' && url.href === `${origin}/`) return origin;
    throw new Mistake(
      'usage',
      `${text} is no origin. Write it as http://localhost:5173, or * for the pages of all.`,
    );
  });
}

/** The fields of an answer, names and values in turn, with what a browser must know; what the guest says of it gives way. */
export function withCors(
  flat: readonly string[],
  origin: string | undefined,
  origins: readonly string[],
): string[] {
  const kept = pairs(flat).filter(([name]) => name.toLowerCase() !== 'access-control-allow-origin');
  return [...kept, ...allowed(origin, origins)].flat();
}

/** The answer to a browser that asks before it sends; undefined where this is no such question. */
export function preflight(
  method: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Fields | undefined {
  const asked = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || headers['origin'] === undefined || asked === undefined) return undefined;
  const names = headers['access-control-request-headers'];
  return [
    ['Access-Control-Allow-Methods', String(asked)],
    ...(names === undefined ? [] : [['Access-Control-Allow-Headers', String(names)] as const]),
    // a minute: flags change while one develops
    ['Access-Control-Max-Age', '60'],
    ['Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers'],
  ];
}

function allowed(origin: string | undefined, origins: readonly string[]): Fields {
  if (origins.includes('*')) return [['Access-Control-Allow-Origin', '*']];
  const vary = ['Vary', 'Origin'] as const;
  if (origin === undefined || !origins.includes(origin)) return [vary];
  return [['Access-Control-Allow-Origin', origin], vary];
}
