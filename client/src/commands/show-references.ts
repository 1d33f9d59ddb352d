import { commands, Location, Position, Range, Uri, type Disposable } from 'vscode';
import type * as lsp from 'vscode-languageclient';

/** What the lens `3 references` calls: the editor's own command takes no positions and locations as LSP has them. */
export function showReferencesCommand(): Disposable {
  return commands.registerCommand(
    'slight.showReferences',
    (uri: string, position: lsp.Position, locations: readonly lsp.Location[]) =>
      commands.executeCommand(
        'editor.action.showReferences',
        Uri.parse(uri),
        positionOf(position),
        locations.map(
          ({ uri, range: { start, end } }) =>
            new Location(Uri.parse(uri), new Range(positionOf(start), positionOf(end))),
        ),
      ),
  );
}

function positionOf({ line, character }: lsp.Position): Position {
  return new Position(line, character);
}
