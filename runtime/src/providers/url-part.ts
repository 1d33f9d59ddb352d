/**
 * A part of a URL, a user or a password, without its escapes. A bare `%` that begins none leaves the part as it stands: so
 * it is meant.
 */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
