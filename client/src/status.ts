import { Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { App } from './app.ts';
import type { Run } from './runs.ts';
import type { BackendEvent } from './serving.ts';

/** The status bar item: what runs and what serves it, and a click to stop it; else how the last run ended. */
export function statusBar(app: App): Disposable {
  const item = window.createStatusBarItem('slight.status', StatusBarAlignment.Left, 10);
  item.name = 'Slight';
  const update = (): void => {
    const [run] = app.runs.active;
    const face = run ? running(run, app.runs.active.length) : atRest(app.runs.last);
    item.text = face.text;
    item.tooltip = face.tooltip;
    item.command = face.command;
    item.backgroundColor = face.failed ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    if (run ?? window.activeTextEditor?.document.languageId === 'slightfile') item.show();
    else item.hide();
  };
  update();
  return Disposable.from(item, app.runs.onDidChange(update), window.onDidChangeActiveTextEditor(update));
}

interface Face {
  readonly text: string;
  readonly tooltip: MarkdownString;
  readonly command: string;
  readonly failed?: boolean;
}

function running(run: Run, count: number): Face {
  const others = count > 1 ? ` +${count - 1}` : '';
  const served = [...run.backends.values()];
  const ready = served.filter(({ state, rung }) => state === 'ready' && rung !== 'given');
  const rungs = [...new Set(ready.map(({ rung }) => rung))];
  const starting = served.some(({ state }) => state === 'starting');
  const what = run.state.kind === 'stopping' ? 'stopping' : starting ? 'starting' : rungs.join(', ');
  const lines = served.map((event) => `- ${describe(event)}`);
  return {
    text: `$(${starting || run.state.kind === 'stopping' ? 'loading~spin' : 'debug-stop'}) ${run.name}${others}${what && `: ${what}`}`,
    tooltip: new MarkdownString([`**${run.name}** is running. Click to stop it.`, '', ...lines].join('\n')),
    command: 'slight.stop',
  };
}

function atRest(last: Run | undefined): Face {
  const run = {
    text: '$(play) Slight',
    tooltip: new MarkdownString('Run the app of this slightfile.'),
    command: 'slight.run',
  };
  if (last?.state.kind === 'exited') {
    const { code } = last.state;
    const text = code === 0 ? `$(check) ${last.name}` : `$(error) ${last.name}: exit code ${code}`;
    const tooltip = new MarkdownString(`**${last.name}** ended with exit code ${code}. Click to run again.`);
    return { ...run, text, tooltip, failed: code !== 0 };
  }
  return last?.state.kind === 'failed' ? { ...run, text: `$(error) ${last.name}`, failed: true } : run;
}

/** `keyvalue.redis orders: container at 127.0.0.1:6379`, `keyvalue.filesystem notes: /apps/shop/.slight/keyvalue/notes` */
function describe({ resource, name, rung, state, address, folder }: BackendEvent): string {
  const where = [address && `at ${address}`, folder && `in ${folder}`].filter((part) => part !== undefined);
  const what = [...(rung === 'given' ? [] : [rung]), ...where].join(' ') || 'as the slightfile names it';
  return `\`${resource}\` ${name}: ${state === 'ready' ? what : state}`;
}
