/** Which of the apps that serve a command means. Knows nothing of VS Code. */

/**
 * Those of the slightfiles that it was given; else that of the document in front, else all.
 * @param of the URI of the slightfile of one
 */
export function meantOf<T>(
  all: readonly T[],
  of: (one: T) => string,
  { given, front }: { readonly given?: readonly string[] | undefined; readonly front?: string | undefined },
): readonly T[] {
  const those = (uris: readonly string[]): readonly T[] => all.filter((one) => uris.includes(of(one)));
  if (given) return those(given);
  const inFront = front === undefined ? [] : those([front]);
  return inFront.length > 0 ? inFront : all;
}
