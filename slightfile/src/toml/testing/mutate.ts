/** Documents with something wrong in them, the same for the same seed. */
import type { Random } from '@slight/text/testing/random.ts';
import { validDocuments } from './documents.ts';

const snippets = [
  ...Array.from('"\'[]{}=.,#\\_-+:0123456789aeinftuxzTZ \t\n\r'),
  '"""',
  "'''",
  '\r\n',
  '[[',
  ']]',
  '\\u00e9',
  '\\U0001F600',
  '\\x41',
  '\\e',
  '\\\n',
  '\u0000',
  '\u007f',
  '\uFEFF',
  'é',
  '😀',
  'true',
  'nan',
  '0x',
  '1979-05-27',
  '07:32:00',
  '{ a = 1 }',
  '{\n  a = 1,\n}',
  '07:32',
  '“',
  '’',
  '\u00a0',
  '//',
  ': ',
  '${',
  '[1, 2]',
  'a.b = 1\n',
  '[a.b]\n',
  '[capability]\n',
  '__proto__',
];

/** A document with one to four changes: a snippet put in, a piece taken out, doubled or put elsewhere, the end cut off. */
export function mutate(random: Random): string {
  let text = pick(random, validDocuments);
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const at = random(text.length + 1);
    const end = Math.min(text.length, at + random(random(8) === 0 ? 80 : 6));
    const piece = text.slice(at, end);
    switch (random(9)) {
      case 0:
      case 1:
      case 2:
        text = text.slice(0, at) + pick(random, snippets) + text.slice(at);
        break;
      case 3:
      case 4:
        text = text.slice(0, at) + pick(random, snippets) + text.slice(end);
        break;
      case 5:
        text = text.slice(0, at) + text.slice(end);
        break;
      case 6:
        text = text.slice(0, end) + piece + text.slice(end);
        break;
      case 7: {
        const to = random(text.length + 1);
        text = text.slice(0, to) + piece + text.slice(to);
        break;
      }
      default:
        text =
          random(3) === 0 ? text.slice(0, at) : `${text}\n${pick(random, validDocuments)}`.slice(0, 4000);
    }
  }
  return text;
}

/** Two to five headers and entries that get into one another's way: few names, every way to define a table. */
export function contend(random: Random): string {
  const key = (): string =>
    Array.from({ length: 1 + random(3) }, () => pick(random, ['a', 'b', 'c'])).join('.');
  const lines = Array.from({ length: 2 + random(4) }, () => {
    switch (random(3)) {
      case 0:
        return `[${key()}]`;
      case 1:
        return `[[${key()}]]`;
      default: {
        const braces = `{ ${key()} = 1, ${key()} = 2 }`;
        return `${key()} = ${pick(random, ['1', '{}', '[{}]', '{ b.c = 1 }', braces])}`;
      }
    }
  });
  return `${lines.join('\n')}\n`;
}

function pick<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[random(choices.length)];
  if (choice === undefined) throw new Error('There is nothing to choose from.');
  return choice;
}
