import { resolve } from 'node:path';
import {
  CustomExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  tasks,
  TaskScope,
  Uri,
  workspace,
  type Disposable,
  type TaskDefinition,
} from 'vscode';
import type { App } from './app.ts';
import { slightfiles } from './slightfiles.ts';
import { runTerminal, type RunTarget } from './terminal.ts';

/** A task of type `slight`, as package.json describes it. Paths are relative to the workspace folder. */
interface SlightTaskDefinition extends TaskDefinition {
  readonly type: 'slight';
  readonly slightfile?: string;
  readonly module?: string;
  readonly arguments?: readonly string[];
}

/** Provides a task `slight: run` for each slightfile of the workspace, and resolves those in tasks.json. */
export function runTasks(app: App): Disposable {
  return tasks.registerTaskProvider('slight', {
    async provideTasks() {
      if (!workspace.isTrusted) return [];
      const found = await slightfiles();
      return found.map((slightfile) => runTask(app, { slightfile, arguments: [] }));
    },
    resolveTask(task) {
      const definition = task.definition as SlightTaskDefinition;
      const folder = typeof task.scope === 'object' ? task.scope.uri : workspace.workspaceFolders?.[0]?.uri;
      if (!folder || !workspace.isTrusted) return undefined;
      const slightfile = Uri.joinPath(folder, definition.slightfile ?? 'slightfile.toml');
      const target: RunTarget = {
        slightfile,
        ...(definition.module && { module: resolve(folder.fsPath, definition.module) }),
        arguments: definition.arguments ?? [],
      };
      // VS Code finds the resolved task by the very definition that it handed over
      return runTask(app, target, definition, task.name);
    },
  });
}

/** The task that runs an app. Tasks of one app share a terminal. */
export function runTask(
  app: App,
  target: RunTarget,
  definition = definitionOf(target),
  name = nameOf(target),
): Task {
  const folder = workspace.getWorkspaceFolder(target.slightfile) ?? TaskScope.Workspace;
  const execution = new CustomExecution(() => Promise.resolve(runTerminal(app, target)));
  const task = new Task(definition, folder, name, 'slight', execution);
  task.detail = `Run ${workspace.asRelativePath(target.slightfile)}`;
  task.presentationOptions = {
    panel: TaskPanelKind.Dedicated,
    reveal: TaskRevealKind.Always,
    clear: true,
    echo: false,
    showReuseMessage: false,
  };
  return task;
}

function definitionOf({ slightfile }: RunTarget): SlightTaskDefinition {
  const inFolder = workspace.getWorkspaceFolder(slightfile) !== undefined;
  return {
    type: 'slight',
    slightfile: inFolder ? workspace.asRelativePath(slightfile, false) : slightfile.fsPath,
  };
}

/** `run` for the workspace's own slightfile, `run examples/hello` for one further down. */
function nameOf({ slightfile }: RunTarget): string {
  const path = workspace.asRelativePath(slightfile, false).replace(/\/?\bslightfile\.toml$/, '');
  return ['run', path].filter((part) => part !== '').join(' ');
}
