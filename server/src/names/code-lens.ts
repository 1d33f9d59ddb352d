/** How often the sources of an app open each of its capabilities, told above it. */
import { quote } from '@slight/text/words.ts';
import type { CodeLens } from 'vscode-languageserver-types';
import { lensCommands } from '../slightfile/code-lens.ts';
import type { AppNames } from './app-names.ts';
import { callsServed } from './navigation.ts';
import { isOpenedByName, nounOf } from './words.ts';

/**
 * `3 references` above each capability of a slightfile that has a name; a click shows them, where the client has the
 * command that does.
 */
export function referenceLenses(app: AppNames, uri: string, commands: ReadonlySet<string>): CodeLens[] {
  const command = commands.has(lensCommands.showReferences) ? lensCommands.showReferences : '';
  // of two that have the same name, as by mistake, the first: a thousand would repeat all places a thousand times
  const told = new Set<string>();
  return app.declarations.flatMap(({ uri: of, kind, name, header }): CodeLens[] => {
    if (of !== uri || !kind || name === '' || !isOpenedByName(kind)) return [];
    if (told.has(`${kind} ${name}`)) return [];
    told.add(`${kind} ${name}`);
    const places = callsServed(app, { kind, name }).map((use) => ({ uri: use.uri, range: use.name.inner }));
    // what nobody reads here may open it
    if (places.length === 0 && app.unread.length > 0) return [];
    const title = places.length === 1 ? '1 reference' : `${places.length} references`;
    const tooltip =
      places.length === 0
        ? `No source of this app opens ${quote(name)}`
        : `Show where ${name === '*' ? `a ${nounOf(kind)} that has no other name` : quote(name)} is opened`;
    return [{ range: header, command: { title, tooltip, command, arguments: [uri, header.start, places] } }];
  });
}
