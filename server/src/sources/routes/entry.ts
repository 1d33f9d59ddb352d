/** Whether a source is the one of its guest that a host begins with: the one that sets the routes up. */
import type { Tokens } from '../tokens.ts';
import { isEngine } from './javascript.ts';
import type { RouteReading } from './reading.ts';

/** False of bindings, which name the function too. */
export function isEntry(
  tokens: Tokens,
  { routes, handlers }: Pick<RouteReading, 'routes' | 'handlers'>,
): boolean {
  const { text, language } = tokens;
  const isExported = handlers.some(
    ({ exported, name }) => exported === 'on-server-init' && !text.startsWith('__', name.start),
  );
  if (isExported) return true;
  switch (language) {
    case 'rust':
      return (
        tokens.places('on_server_init').some((place) => beginsRust(tokens, place)) || hasMain(tokens, routes)
      );
    case 'c':
    case 'cpp':
      return text.includes('on_server_init') && beginsC(tokens);
    case 'javascript':
    case 'typescript':
      return isEngine(tokens);
    default:
      return false;
  }
}

/** `#[on_server_init]`, `on_server_init!(set_up)`, `fn on_server_init() { }`. */
function beginsRust(tokens: Tokens, place: number): boolean {
  if (tokens.is(place + 1, '!')) return true;
  if (tokens.is(place - 1, 'fn')) return isDefined(tokens, place);
  const around = tokens.brackets.around(place);
  return tokens.is(around, '[') && tokens.is(around - 1, '#');
}

/** What its main function does with routes is done before anything is served. */
function hasMain(tokens: Tokens, routes: RouteReading['routes']): boolean {
  const isOuter = (place: number) => tokens.brackets.around(place) === -1;
  return (
    routes.length > 0 && tokens.places('main').some((place) => tokens.is(place - 1, 'fn') && isOuter(place))
  );
}

/** `void shop_on_server_init(…) { }`. */
function beginsC(tokens: Tokens): boolean {
  for (let name = 0; name < tokens.count; name++) {
    const word = tokens.at(name);
    if (word.endsWith('on_server_init') && !word.startsWith('__') && isDefined(tokens, name)) return true;
  }
  return false;
}

/** True where a body follows the parameters: of a declaration, it is a `;`. */
function isDefined(tokens: Tokens, name: number): boolean {
  if (!tokens.is(name + 1, '(')) return false;
  let index = tokens.brackets.closing(name + 1) + 1;
  for (const most = index + 48; index < most && !/^[;{}]$/.test(tokens.at(index));) index++;
  return tokens.is(index, '{');
}
