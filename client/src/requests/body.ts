/** The bodies of requests and answers, as people write and read them. Knows nothing of VS Code. */

/** What a text is, as a request says it. */
export function contentTypeOf(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return 'application/json';
  } catch {
    // what is no JSON is text
  }
  return 'text/plain; charset=utf-8';
}

/** The text of a body; undefined where it is none. */
export function textIn(body: Uint8Array, contentType: string): string | undefined {
  const charset = /;\s*charset="?([\w:.-]+)/i.exec(contentType)?.[1];
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(body);
    // eslint-disable-next-line no-control-regex -- no text has them
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** JSON in lines, and other text as it is. */
export function laidOut(text: string, contentType: string): string {
  if (!/^[^;]*[/+]json\b/i.test(contentType)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** `34 bytes`, `1.2 kB`, `3.4 MB` */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
