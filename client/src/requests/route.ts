/** What a person fills into a route to make it a path that can be asked for. Knows nothing of VS Code. */

/** A part of a route that stands for many. */
export interface Blank {
  /** As the route has it: `:name`, `*`. */
  readonly text: string;
  /** `name`; `*` where it has none. */
  readonly name: string;
  /** It may be several segments, or none. */
  readonly isRest: boolean;
}

const pattern = /(?<=\/):[^/?#]+|\*/g;

/** The blanks of a route, in their order. */
export function blanksOf(route: string): readonly Blank[] {
  return Array.from(route.matchAll(pattern), ([text]) => ({
    text,
    name: text === '*' ? text : text.slice(1),
    isRest: text === '*',
  }));
}

/**
 * The path, with a slash before it.
 * @param values one for each blank, as a person writes it
 */
export function filled(route: string, values: readonly string[]): string {
  let at = 0;
  const path = route.replace(pattern, () =>
    (values[at++] ?? '').split('/').map(encodeURIComponent).join('/'),
  );
  return path.startsWith('/') ? path : `/${path}`;
}

/** Why a value does not fit into a blank; undefined where it does. */
export function unfit({ isRest, name }: Blank, value: string): string | undefined {
  if (isRest) return undefined;
  if (value === '') return `The route wants something in the place of ${name}.`;
  return value.includes('/') ? 'It is one segment of the path, and so has no slash.' : undefined;
}
