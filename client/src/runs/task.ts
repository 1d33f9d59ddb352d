/** An app that runs is a task of VS Code, and so has a terminal of its own. */
import {
  CustomExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  TaskScope,
  workspace,
  type TaskDefinition,
  type Uri,
} from 'vscode';
import type { App } from '../app.ts';
import { appName } from '../slightfiles/slightfile.ts';
import type { RunTarget } from './target.ts';
import { runTerminal } from './terminal.ts';

/** A task of type `slight`, as package.json describes it. Paths are relative to the workspace folder. */
export interface SlightTaskDefinition extends TaskDefinition {
  readonly type: 'slight';
  readonly slightfile?: string;
  readonly module?: string;
  readonly listen?: string;
  readonly arguments?: readonly string[];
}

/**
 * The task that runs an app. Tasks of one app share a terminal, `hello`: a narrow list of terminals shows no more.
 * @param name of the task, and so of its terminal
 */
export function runTask(
  app: App,
  target: RunTarget,
  name = shortName(target.slightfile),
  definition = definitionOf(target),
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

/** `examples/hello`; for the workspace's own slightfile, the folder's name. */
function shortName(slightfile: Uri): string {
  const path = workspace.asRelativePath(slightfile, false);
  const folder = path.replace(/(^|\/)slightfile\.toml$/, '');
  return folder === '' || folder === path ? appName(slightfile) : folder;
}
