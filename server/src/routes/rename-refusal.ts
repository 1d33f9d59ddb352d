/** What the texts of an app have against another name for a handler, which the index does not keep. */
import { quote } from '@slight/text/words.ts';
import { nameOf } from '../lsp/uri.ts';
import { languageOf } from '../sources/language.ts';
import { lex } from '../sources/lex.ts';
import { isImported } from '../sources/routes/rust-meaning.ts';
import type { Tokens } from '../sources/tokens.ts';
import type { Word } from './rename.ts';

/**
 * Why a function cannot have its new name, in one sentence for the person; undefined where it can.
 * @param uri a source of the app
 */
export function refusedBy(declared: readonly Word[], uri: string, text: string): string | undefined {
  const language = languageOf(uri);
  if (language === undefined) return undefined;
  const own = declared.filter((word) => word.uri === uri);
  const others = declared.filter((word) => word.uri !== uri);
  if (!own.some(({ to }) => text.includes(to)) && !others.some(({ from }) => text.includes(from)))
    return undefined;
  const tokens = lex(text, language);
  const taken = own.find(({ to }) => tokens.places(to).some((place) => !isMember(tokens, place)));
  if (taken) return `${nameOf(uri)} has the name ${quote(taken.to)} already. Choose another name.`;
  const used = others.find(({ from }) => tokens.places(from).some((place) => isFromElsewhere(tokens, place)));
  if (!used) return undefined;
  return `${nameOf(uri)} may use ${quote(used.from)} of ${nameOf(used.uri)} too, and a rename leaves it as it is there. Rename the function with its language's own extension, and then each route.`;
}

function isMember(tokens: Tokens, place: number): boolean {
  return /^(?:\.|\?\.|->)$/.test(tokens.at(place - 1));
}

/** True of a name that comes from another source. */
function isFromElsewhere(tokens: Tokens, place: number): boolean {
  switch (tokens.language) {
    case 'rust':
      // a type's own function is of the type
      return (
        (tokens.is(place - 1, '::') && !/^[A-Z]/.test(tokens.at(place - 2)) && !tokens.is(place + 1, '::')) ||
        isImported(tokens, place)
      );
    case 'javascript':
    case 'typescript':
      return tokens.is(tokens.brackets.around(place) - 1, 'import');
    default:
      return false;
  }
}
