import { resolve } from 'node:path';
import { tasks, Uri, workspace, type Disposable } from 'vscode';
import type { App } from './app.ts';
import { slightfiles } from './slightfiles/slightfiles.ts';
import type { RunTarget } from './runs/target.ts';
import { runTask, type SlightTaskDefinition } from './runs/task.ts';

/** Provides a task for each slightfile of the workspace, and resolves those in tasks.json. */
export function runTasks(app: App): Disposable {
  return tasks.registerTaskProvider('slight', {
    async provideTasks() {
      if (!workspace.isTrusted) return [];
      const found = await slightfiles();
      // in its lists, VS Code puts the type before the name
      return found.map((slightfile) => runTask(app, { slightfile, arguments: [] }));
    },
    resolveTask(task) {
      const definition = task.definition as SlightTaskDefinition;
      const folder = typeof task.scope === 'object' ? task.scope.uri : workspace.workspaceFolders?.[0]?.uri;
      if (!folder || !workspace.isTrusted) return undefined;
      const slightfile = Uri.joinPath(folder, definition.slightfile ?? 'slightfile.toml');
      const target: RunTarget = {
        slightfile,
        ...(definition.listen && { listen: definition.listen }),
        ...(definition.module && { module: resolve(folder.fsPath, definition.module) }),
        arguments: definition.arguments ?? [],
      };
      // VS Code finds the resolved task by the very definition that it handed over
      return runTask(app, target, task.name, definition);
    },
  });
}
