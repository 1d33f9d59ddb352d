import { access } from 'node:fs/promises';
import {
  debug,
  Uri,
  window,
  workspace,
  type DebugConfiguration,
  type DebugConfigurationProvider,
  type WorkspaceFolder,
} from 'vscode';
import type { App } from '../app.ts';
import { moduleFor } from '../modules/choose-module.ts';
import { isRunning, mayRun } from '../runs/launch.ts';
import { saveSlightfile, slightfiles, slightfileToRun } from '../slightfiles/slightfiles.ts';
import { tellOfTrust } from '../trust.ts';
import { targetOf } from './target.ts';
import { appName } from '../slightfiles/slightfile.ts';

/** Completes what launch.json says, or makes a configuration where there is no launch.json. */
export function configurations(app: App): DebugConfigurationProvider {
  return {
    async provideDebugConfigurations(folder) {
      const found = await slightfiles();
      // asked for each folder, and for the person's own settings once more
      return found
        .filter((uri) => workspace.getWorkspaceFolder(uri)?.uri.fsPath === folder?.uri.fsPath)
        .map((slightfile) => configurationOf(slightfile));
    },
    async resolveDebugConfiguration(_folder, configuration) {
      if (!workspace.isTrusted) {
        void tellOfTrust();
        return undefined;
      }
      const { slightfile: named } = configuration as { readonly slightfile?: unknown };
      if (named !== undefined) return configured(configuration);
      const slightfile = await slightfileToRun(app);
      return (
        slightfile && configured({ ...configurationOf(slightfile, 'absolute'), ...written(configuration) })
      );
    },
    resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
      ready(app, folder, configuration),
  };
}

/**
 * What VS Code's list of what can be run says, in which an entry says so where there is no slightfile. It resolves
 * nothing: VS Code asks every provider of the type to.
 */
export function listed(provider: DebugConfigurationProvider): DebugConfigurationProvider {
  return {
    async provideDebugConfigurations(folder, token) {
      const all = (await provider.provideDebugConfigurations?.(folder, token)) ?? [];
      const isEmpty = all.length === 0 && (await slightfiles()).length === 0;
      return isEmpty
        ? [{ type: 'slight', request: 'launch', name: 'No slightfile.toml in this workspace' }]
        : all;
    },
  };
}

/** What is sure only when it is known which files are meant: that they are there, and that nothing stands in the way. */
async function ready(
  app: App,
  folder: WorkspaceFolder | undefined,
  configuration: DebugConfiguration,
): Promise<DebugConfiguration | undefined> {
  const target = targetOf(configuration, folder);
  if (!target) return undefined;
  const { slightfile } = target;
  const isThere = await access(slightfile.fsPath).then(
    () => true,
    () => false,
  );
  if (!isThere || !slightfile.path.endsWith('.toml')) {
    const path = workspace.asRelativePath(slightfile);
    const wrong = isThere ? `${path} is no slightfile` : `There is no ${path}`;
    void window.showErrorMessage(`${wrong}. Name a slightfile.toml in the configuration.`);
    return undefined;
  }
  // about a session VS Code has asked already
  const { type, configuration: active } = debug.activeDebugSession ?? {};
  const isDebugged = type === 'slight' && active?.['slightfile'] === slightfile.fsPath;
  if (!isDebugged && isRunning(app, slightfile)) {
    // VS Code starts nothing else while it waits for this, and a notification may never be answered
    void startAgain(app, folder, { ...configuration, slightfile: slightfile.fsPath });
    return undefined;
  }
  const module = target.module ?? (await moduleFor(app, slightfile));
  if (!module) return undefined;
  await saveSlightfile(slightfile);
  // nothing can be stopped at: the toolbar has no buttons for it, and editors no breakpoints
  return { ...configuration, slightfile: slightfile.fsPath, module, noDebug: true };
}

/** Starts what runs already again, where the person wants it. */
async function startAgain(
  app: App,
  folder: WorkspaceFolder | undefined,
  configuration: DebugConfiguration & { readonly slightfile: string },
): Promise<void> {
  const slightfile = Uri.file(configuration.slightfile);
  if (!(await mayRun(app, slightfile))) return;
  // it may have ended, or have been run again, since it was asked about
  const running = app.runs.find(slightfile);
  if (running) await app.runs.stop(running);
  await debug.startDebugging(folder, configuration);
}

/** @param paths `relative`: for launch.json, which is shared with others */
function configurationOf(slightfile: Uri, paths: 'relative' | 'absolute' = 'relative'): DebugConfiguration {
  const inFolder = paths === 'relative' && workspace.getWorkspaceFolder(slightfile) !== undefined;
  return {
    type: 'slight',
    request: 'launch',
    name: `Run ${appName(slightfile)}`,
    slightfile: inFolder
      ? `\${workspaceFolder}/${workspace.asRelativePath(slightfile, false)}`
      : slightfile.fsPath,
  };
}

/** What a configuration says: without a launch.json it is there, and says nothing. */
function written(configuration: DebugConfiguration): Partial<DebugConfiguration> {
  return Object.fromEntries(
    Object.entries(configuration).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** The output is in the terminal, and the debug console would hide it. */
function configured(configuration: DebugConfiguration): DebugConfiguration {
  return { internalConsoleOptions: 'neverOpen', ...configuration };
}
