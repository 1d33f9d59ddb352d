/** A port that an app cannot have because another app of this window has it. Knows nothing of VS Code. */

/** What is known of an app that runs. */
export interface Holder {
  /** For people. */
  readonly name: string;
  /** Where it serves HTTP: `http://127.0.0.1:3000`. */
  readonly urls: readonly string[];
}

/** The runtime's words (runtime/src/http/port.ts). */
const taken = /(\S+:\d+) is taken by .+?\. End that,/;

/**
 * The same with the app in the place of its process, which nobody knows by that name; undefined where the message is of
 * something else, or of another program.
 * @param running the apps that run in this window
 */
export function takenPort<App extends Holder>(
  message: string,
  running: readonly App[],
): { readonly message: string; readonly holder: App } | undefined {
  const [words, address] = taken.exec(message) ?? [];
  const holder = running.find(({ urls }) => urls.some((url) => addressOf(url) === address));
  if (!holder || words === undefined) return undefined;
  const told = `${address} is taken by ${holder.name}, which runs here. Stop that,`;
  return { message: message.replace(words, () => told), holder };
}

/** `127.0.0.1:80`, which a URL leaves out. */
function addressOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '80'}`;
}
