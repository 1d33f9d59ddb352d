import { basename } from 'node:path';
import { commands, Location, Range, Uri, window, workspace } from 'vscode';
import type { NamePlaces } from '@slight/server/answers/runs.ts';
import type * as lsp from 'vscode-languageclient';
import { addressPlace } from './address-place.ts';
import type { Asking } from '../language/asking.ts';
import type { NamedCall } from './reason.ts';

/** A button that shows where something stands. */
export interface Jump {
  /** `Show in main.rs` */
  readonly title: string;
  go(): Thenable<unknown>;
}

/** A notification that comes later than this is not seen as the run's. */
const patience = 2000;

/**
 * The ways to what a failed call is about: the block of the slightfile that declares the name, and the calls in the
 * sources that open it. The one that is likely to be wrong first: a name that nothing declares is so in the source, and an
 * error that names an address is about the config that has it.
 * @param error what the call was given
 */
export async function jumpsTo(
  asking: Asking,
  slightfile: Uri,
  call: NamedCall,
  error: string,
): Promise<readonly Jump[]> {
  const asked = { uri: slightfile.toString(), ...call };
  const found = await asking.ask<NamePlaces>('slight/places', asked, patience);
  const declarations = await Promise.all(
    (found?.declarations ?? []).map((one) => withAddress(locationOf(one), error)),
  );
  const uses = (found?.uses ?? []).map(locationOf);
  const inSource = uses.length > 0 ? [jump(uses)] : [];
  if (declarations.length > 0) return [jump(declarations), ...inSource];
  const open = {
    title: `Open ${basename(slightfile.fsPath)}`,
    go: () => window.showTextDocument(slightfile),
  };
  return [...inSource, open];
}

function jump(places: readonly Location[]): Jump {
  const [first, ...others] = places;
  const isOneFile = others.every(({ uri }) => uri.toString() === first?.uri.toString());
  return {
    title: isOneFile && first ? `Show in ${basename(first.uri.fsPath)}` : 'Show Calls',
    go() {
      if (!first) return Promise.resolve();
      if (others.length === 0) return window.showTextDocument(first.uri, { selection: first.range });
      const { uri, range } = first;
      return commands.executeCommand(
        'editor.action.goToLocations',
        uri,
        range.start,
        places,
        'gotoAndPeek',
        '',
      );
    },
  };
}

/** The config in the block of a declaration that gives the address of an error; the declaration where none does. */
async function withAddress(declaration: Location, error: string): Promise<Location> {
  const document = await workspace.openTextDocument(declaration.uri).then(
    (found) => found,
    () => undefined,
  );
  const place = document && addressPlace(document.getText(), declaration.range.start.line, error);
  if (!place) return declaration;
  return new Location(declaration.uri, new Range(place.line, place.start, place.line, place.end));
}

function locationOf({ uri, range: { start, end } }: lsp.Location): Location {
  return new Location(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character));
}
