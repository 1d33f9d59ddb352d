/** The apps that run now, as the client tells it. */
import { pathOf } from '../lsp/uri.ts';

export class Running {
  readonly #urls = new Map<string, string | undefined>();

  /** @param slightfile its URI, however it is spelled */
  has(slightfile: string): boolean {
    return this.#urls.has(keyOf(slightfile));
  }

  /** Where the app of a slightfile serves HTTP now: `http://127.0.0.1:3000`; undefined where it does not. */
  urlOf(slightfile: string): string | undefined {
    return this.#urls.get(keyOf(slightfile));
  }

  /** @param url what is none of a server's own is left out */
  started(slightfile: string, url: unknown): void {
    this.#urls.set(keyOf(slightfile), typeof url === 'string' && isOrigin(url) ? url : undefined);
  }

  ended(slightfile: string): void {
    this.#urls.delete(keyOf(slightfile));
  }
}

function keyOf(uri: string): string {
  return pathOf(uri) ?? uri;
}

/** A scheme, a host and a port. In anything longer there could be a password. */
function isOrigin(text: string): boolean {
  return /^https?:\/\/(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text);
}
