/** What the texts of an app say of another name for a handler, which the index does not keep. */
import { quote } from '@slight/text/words.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { nameOf } from '../lsp/uri.ts';
import type { Refusal } from '../names/rename.ts';
import { languageOf } from '../sources/language.ts';
import { lex } from '../sources/lex.ts';
import type { Tokens } from '../sources/tokens.ts';
import { mayUse, usesInC } from './elsewhere.ts';
import type { Word } from './rename.ts';

/**
 * The edits of a source that uses functions of others by their names, as C does; or why they cannot have their new names,
 * in one sentence for the person.
 * @param uri a source of the app
 */
export function elsewhere(
  declared: readonly Word[],
  uri: string,
  text: string,
): readonly TextEdit[] | Refusal {
  const language = languageOf(uri);
  if (language === undefined) return [];
  const own = declared.filter((word) => word.uri === uri);
  const others = declared.filter((word) => word.uri !== uri && text.includes(word.from));
  if (!own.some(({ to }) => text.includes(to)) && others.length === 0) return [];
  const tokens = lex(text, language);
  const refused = (word: Word): Refusal => ({
    refusal: `${nameOf(uri)} has the name ${quote(word.to)} already. Choose another name.`,
  });
  const taken = own.find((word) => isTaken(tokens, word));
  if (taken) return refused(taken);
  const used = others.find(({ from }) => mayUse(tokens, from));
  if (used)
    return {
      refusal: `${nameOf(uri)} may use ${quote(used.from)} of ${nameOf(used.uri)} too, and a rename leaves it as it is there. Rename the function with its language's own extension, and then each route.`,
    };
  if (language !== 'c' && language !== 'cpp') return [];
  const document = TextDocument.create(uri, '', 0, text);
  const edits: TextEdit[] = [];
  for (const word of others) {
    const places = usesInC(tokens, word.from) ?? [];
    if (places.length > 0 && isTaken(tokens, word)) return refused(word);
    for (const place of places) {
      const [start, end] = [tokens.start(place), tokens.end(place)].map((at) => document.positionAt(at));
      if (start && end) edits.push({ range: { start, end }, newText: word.to });
    }
  }
  return edits;
}

function isTaken(tokens: Tokens, { to }: Word): boolean {
  return tokens.places(to).some((place) => !/^(?:\.|\?\.|->)$/.test(tokens.at(place - 1)));
}

/** A word as it stands in its source: in C with the world's name in front. */
export function whole(word: Word, text: string): Word {
  const written = TextDocument.create(word.uri, '', 0, text).getText(word.name);
  const front = written.endsWith(word.from) ? written.slice(0, -word.from.length) : '';
  return { ...word, from: front + word.from, to: front + word.to };
}
