import { Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { App } from '../app.ts';
import type { Run } from '../runs/runs.ts';
import { describeServing } from '../backends/served-by.ts';

/** The status bar item: what runs and what serves it, and a click to stop it; else how the last run ended. */
export function statusBar(app: App): Disposable {
  const item = window.createStatusBarItem('slight.status', StatusBarAlignment.Left, 10);
  item.name = 'Slight';
  const update = (): void => {
    const [run] = app.runs.active;
    const face = run ? running(run, app.runs.active.length) : atRest(app.runs.last);
    item.text = face.text;
    item.tooltip = face.tooltip;
    item.accessibilityInformation = { label: `Slight: ${face.label}`, role: 'button' };
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
  /** For who hears it: what the text and the tooltip say, without signs. */
  readonly label: string;
  readonly command: string;
  readonly failed?: boolean;
}

function running(run: Run, count: number): Face {
  const others = count > 1 ? ` +${count - 1}` : '';
  const served = [...run.backends.values()];
  const ready = served.filter(({ state, rung }) => state === 'ready' && rung !== 'given');
  const rungs = [...new Set(ready.map(({ rung }) => rung))];
  const starting = served.some(({ state }) => state === 'starting');
  const isEnding = run.state.kind !== 'running';
  const what = isEnding ? run.state.kind : starting ? 'starting' : rungs.join(', ');
  const isBusy = starting || isEnding;
  const lines = served.map(describeServing);
  return {
    text: `$(${isBusy ? 'loading~spin' : 'debug-stop'}) ${run.name}${others}${what && `: ${what}`}`,
    tooltip: markdown(
      run.state.kind === 'draining'
        ? `${run.name} answers the requests that it has, and takes no more. Click to end it now.`
        : `${run.name} is running. Click to stop it.`,
      lines,
    ),
    label: [
      `${run.name} is ${starting ? 'starting' : run.state.kind}${others && `, and ${count - 1} more`}`,
      ...lines,
      'Stop it',
    ].join('. '),
    command: 'slight.stop',
  };
}

function atRest(last: Run | undefined): Face {
  const face = (text: string, sentence: string, failed = false): Face => ({
    text,
    tooltip: markdown(sentence, []),
    label: sentence,
    command: 'slight.run',
    failed,
  });
  switch (last?.state.kind) {
    case 'exited': {
      const { code } = last.state;
      const text = code === 0 ? `$(check) ${last.name}` : `$(error) ${last.name}: exit code ${code}`;
      return face(text, `${last.name} ended with exit code ${code}. Click to run again.`, code !== 0);
    }
    case 'failed':
      return face(`$(error) ${last.name}`, `${last.name} could not be run. Click to try again.`, true);
    default:
      return face('$(play) Slight', 'Run the app of this slightfile.');
  }
}

function markdown(sentence: string, lines: readonly string[]): MarkdownString {
  const text = new MarkdownString().appendText(`${sentence}\n\n`);
  for (const line of lines) text.appendMarkdown('- ').appendText(line).appendMarkdown('\n');
  return text;
}
