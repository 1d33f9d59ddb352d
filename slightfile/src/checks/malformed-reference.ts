import type { Fix, Problem } from '../problem.ts';
import type { Config, Text } from '../slightfile.ts';
import { findStore, stores } from '../stores.ts';
import type { CheckContext } from './check.ts';
import { problem } from './check.ts';
import { replaceText } from './edits.ts';
import { suggest } from './words.ts';

/** A value that begins with `${` and is no `${store.KEY}`. */
export function* malformedReference({ blocks }: CheckContext): Iterable<Problem> {
  for (const { capability } of blocks) {
    if (capability.format === '0.1') continue;
    for (const config of capability.configs) {
      if (config.value?.kind !== 'malformed') continue;
      const { text } = config.value;
      const behind = /\}(.+)$/s.test(text.value);
      const message = behind
        ? 'A reference must be the whole value: "${store.KEY}" and nothing behind it. Put the whole value in the store.'
        : 'This is not a reference that can be read. Write it as "${store.KEY}", such as "${envvars.' +
          config.key +
          '}".';
      yield problem('malformed-reference', 'error', text.span, message, [
        behind ? undefined : fix(config, text),
      ]);
    }
  }
}

/** What was most likely meant: a closing brace, a dot, a store. */
function fix({ key }: Config, text: Text): Fix | undefined {
  const body = /^\$\{\s*([^{}]*?)\s*\}?$/.exec(text.value)?.[1];
  if (body === undefined) return undefined;
  const reference = `\${${meant(body, key)}}`;
  return { title: `Change to ${reference}`, edits: [replaceText(text, reference)], preferred: true };
}

function meant(body: string, key: string): string {
  const [, first = '', rest = ''] = /^([A-Za-z]*)[^A-Za-z0-9]*(.*)$/.exec(body) ?? [];
  const store = findStore(first.toLowerCase())?.id;
  if (store !== undefined) return `${store}.${rest || key}`;
  const near =
    rest === ''
      ? undefined
      : suggest(
          first,
          stores.map(({ id }) => id),
        );
  return near === undefined ? `envvars.${/^\w+$/.test(body) ? body : key}` : `${near}.${rest}`;
}
