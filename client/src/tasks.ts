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
import { appName } from './runs/runs.ts';
import { slightfiles } from './slightfiles/slightfiles.ts';
import type { RunTarget } from './runs/target.ts';
import { runTerminal } from './runs/terminal.ts';

/** A task of type `slight`, as package.json describes it. Paths are relative to the workspace folder. */
interface SlightTaskDefinition extends TaskDefinition {
  readonly type: 'slight';
  readonly slightfile?: string;
  readonly module?: string;
  readonly arguments?: readonly string[];
}

/** Provides a task for each slightfile of the workspace, and resolves those in tasks.json. */
export function runTasks(app: App): Disposable {
  return tasks.registerTaskProvider('slight', {
    async provideTasks() {
      if (!workspace.isTrusted) return [];
      const found = await slightfiles();
      // in its lists, VS Code puts the type before the name
      return found.map((slightfile) => taskOf(app, { slightfile, arguments: [] }, shortName(slightfile)));
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
      return taskOf(app, target, task.name, definition);
    },
  });
}

/** The task that runs an app. Tasks of one app share a terminal, `hello`: a narrow list of terminals shows no more. */
export function runTask(app: App, target: RunTarget): Task {
  return taskOf(app, target, shortName(target.slightfile));
}

/** @param name of the task, and so of its terminal */
function taskOf(app: App, target: RunTarget, name: string, definition = definitionOf(target)): Task {
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

/** `examples/hello`; for the workspace's own slightfile, the folder's name. */
function shortName(slightfile: Uri): string {
  const path = workspace.asRelativePath(slightfile, false);
  const folder = path.replace(/(^|\/)slightfile\.toml$/, '');
  return folder === '' || folder === path ? appName(slightfile) : folder;
}
