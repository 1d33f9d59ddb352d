import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { App } from './app.ts';
import { builtModules } from './modules.ts';
import { moduleSetting } from './settings.ts';

/**
 * The path of the guest that a slightfile is run with: the one that the setting names, the one that was chosen before,
 * the last build output, or what the person chooses now. Undefined where they choose none.
 */
export async function moduleFor(app: App, slightfile: Uri): Promise<string | undefined> {
  const root = rootOf(slightfile);
  const set = moduleSetting(slightfile);
  if (set) return resolve(root, set);
  const chosen = app.memory.get<string>(memoryKey(slightfile));
  if (chosen && (await exists(chosen))) return chosen;
  const [newest] = await builtModules(slightfile.fsPath, root);
  return newest ?? chooseModule(app, slightfile);
}

/** Lets the person choose the guest of a slightfile, and remembers it for the workspace. */
export async function chooseModule(app: App, slightfile: Uri): Promise<string | undefined> {
  const found = await workspace.findFiles('**/*.wasm', '**/{node_modules,.slight,deps}/**', 200);
  const items: ModuleItem[] = found
    .map((module) => ({ label: workspace.asRelativePath(module), module }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const item = await window.showQuickPick<ModuleItem>([...items, { label: '$(folder-opened) Browse…' }], {
    title: `Module for ${workspace.asRelativePath(slightfile)}`,
    placeHolder:
      found.length > 0
        ? 'The .wasm file to run'
        : 'This workspace has no .wasm file yet: build the app, or browse',
  });
  const module = item && (item.module ?? (await browse(slightfile)));
  if (module) await app.memory.update(memoryKey(slightfile), module.fsPath);
  return module?.fsPath;
}

/** The workspace folder of a slightfile, or its own folder where it is in none. */
export function rootOf(slightfile: Uri): string {
  return workspace.getWorkspaceFolder(slightfile)?.uri.fsPath ?? dirname(slightfile.fsPath);
}

interface ModuleItem extends QuickPickItem {
  readonly module?: Uri;
}

async function browse(slightfile: Uri): Promise<Uri | undefined> {
  const files = await window.showOpenDialog({
    defaultUri: Uri.joinPath(slightfile, '..'),
    filters: { WebAssembly: ['wasm'] },
    openLabel: 'Run',
  });
  return files?.[0];
}

function memoryKey(slightfile: Uri): string {
  return `module of ${slightfile.toString()}`;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
