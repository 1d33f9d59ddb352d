/** How often the sources of an app open each of its capabilities, told above it. */
import type { CodeLens } from 'vscode-languageserver-types';
import { lensCommands } from '../features/code-lens.ts';
import type { AppNames } from './app-names.ts';
import { callsServed } from './navigation.ts';

/**
 * `3 references` above each capability of a slightfile that has a name; a click shows them, where the client has the
 * command that does.
 */
export function referenceLenses(app: AppNames, uri: string, commands: ReadonlySet<string>): CodeLens[] {
  const command = commands.has(lensCommands.showReferences) ? lensCommands.showReferences : '';
  return app.declarations.flatMap(({ uri: of, kind, name, header }): CodeLens[] => {
    if (of !== uri || !kind || name === '' || kind === 'http' || kind === 'http-client') return [];
    const places = callsServed(app, { kind, name }).map((use) => ({ uri: use.uri, range: use.name.inner }));
    const title = places.length === 1 ? '1 reference' : `${places.length} references`;
    return [{ range: header, command: { title, command, arguments: [uri, header.start, places] } }];
  });
}
