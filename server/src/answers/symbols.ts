/** The symbols of the whole workspace. */
import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { slightfileSymbols } from '../slightfile/workspace-symbol.ts';
import { appRouteSymbols } from '../routes/symbols.ts';
import { witSymbols } from '../wit/workspace-symbol.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CancellationToken } from './answer.ts';

/** Routes, capabilities, secrets, and what WIT files declare. Those that are found when the request is cancelled. */
export async function workspaceSymbols(
  workspace: Pick<Workspace, 'index' | 'wit' | 'uriOf' | 'fileOnDisk'> & {
    readonly routes: Pick<Workspace['routes'], 'of'>;
  },
  token: Pick<CancellationToken, 'isCancellationRequested'>,
): Promise<readonly WorkspaceSymbol[]> {
  const symbols: WorkspaceSymbol[] = [];
  // as they are now: while files are read, others may come and go, and apps with them
  const apps = Array.from(
    workspace.index.apps(),
    ({ slightfiles, wit }) => [[...slightfiles], [...wit]] as const,
  );
  for (const [slightfiles, wit] of apps) {
    const [first = ''] = slightfiles;
    const routes = workspace.routes.of(workspace.uriOf(first));
    if (routes) symbols.push(...appRouteSymbols(routes));
    for (const path of slightfiles) {
      if (token.isCancellationRequested) return symbols;
      const file = await workspace.fileOnDisk(workspace.uriOf(path));
      if (file) symbols.push(...slightfileSymbols(file));
    }
    for (const path of wit) {
      if (token.isCancellationRequested) return symbols;
      const source = await workspace.wit.source(path);
      if (source) symbols.push(...witSymbols(source));
    }
  }
  return symbols;
}
