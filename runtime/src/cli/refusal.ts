/** What commander says of a command line that it refuses, put so that it helps. */
import { suggest } from '@slight/text/words.ts';

/** commander suggests names that are not near: `--data` for `--wat`. */
export function withNearNames(text: string): string {
  const pattern = /^(error: unknown \w+ '(?:--)?([^']*)')\n\(Did you mean (?:one of )?([^?]*)\?\)/;
  return text.replace(pattern, (_all, error: string, written: string, named: string) => {
    const near = suggest(written, named.replaceAll('--', '').split(', '));
    const dashes = named.startsWith('--') ? '--' : '';
    return near === undefined ? error : `${error}\n(Did you mean ${dashes}${near}?)`;
  });
}

/** `error: unknown option '--foo'`, which may be meant for the guest. */
export function withGuestsHint(text: string): string {
  const flag = /^error: unknown option '([^']*)'/.exec(text)?.[1];
  if (flag === undefined) return text;
  return `${text}What is meant for the guest goes behind --: slight run app.wasm -- ${flag}\n`;
}
