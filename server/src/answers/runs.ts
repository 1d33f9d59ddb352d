/** What an editor asks that runs apps: which slightfiles there are, and where a name stands that a run failed at. */
import { capabilityOf } from '@slight/slightfile/interfaces.ts';
import type { Location } from 'vscode-languageserver-types';
import type { AppNames } from '../names/app-names.ts';
import { declarationsOf, usesOf } from '../names/app-names.ts';
import { pathOf } from '../lsp/uri.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Answers } from './answer.ts';

/** A slightfile of the workspace, and the resources of its capabilities in their order, each once. */
export interface KnownSlightfile {
  readonly uri: string;
  readonly resources: readonly string[];
}

/** What a guest called when it was given an error. */
export interface AskedName {
  /** The slightfile of the run. */
  readonly uri: string;
  /** As the guest imports it: `keyvalue`, `wasi:keyvalue/store@0.2.0-draft`. */
  readonly interface: string;
  /** What it opened, or tried to. */
  readonly name: string;
}

export interface NamePlaces {
  /** The blocks of that slightfile that serve the name. */
  readonly declarations: readonly Location[];
  /** The names in the calls of the app's sources that open it. */
  readonly uses: readonly Location[];
}

export function runAnswers(workspace: Workspace): Answers {
  return {
    'slight/slightfiles': () => knownSlightfiles(workspace),
    'slight/places': async (asked: AskedName): Promise<NamePlaces> => {
      await workspace.whenComplete();
      const names = workspace.names(asked.uri);
      return names ? placesOf(names, asked) : { declarations: [], uses: [] };
    },
  };
}

/** Those that are known until now. */
function knownSlightfiles({ index, uriOf }: Workspace): readonly KnownSlightfile[] {
  return Array.from(index.apps()).flatMap(({ slightfiles }) =>
    Array.from(slightfiles, (file) => {
      const facts = index.facts(file);
      const declared = facts?.kind === 'slightfile' ? facts.declared : [];
      const resources = new Set(declared.map(({ resource }) => resource).filter((one) => one !== ''));
      return { uri: uriOf(file), resources: [...resources] };
    }),
  );
}

function placesOf(app: AppNames, { uri, interface: imported, name }: AskedName): NamePlaces {
  const kind = capabilityOf(imported);
  if (!kind) return { declarations: [], uses: [] };
  return {
    declarations: declarationsOf(app, { kind, name })
      .filter((declaration) => pathOf(declaration.uri) === pathOf(uri))
      .map((declaration) => ({
        uri: declaration.uri,
        range: declaration.place?.range ?? declaration.header,
      })),
    uses: usesOf(app, { kind, name }).map((use) => ({ uri: use.uri, range: use.name.inner })),
  };
}
