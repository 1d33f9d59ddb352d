import { basename, relative } from 'node:path';
import { EventEmitter, LogLevel, type Pseudoterminal, type Uri } from 'vscode';
import type { App } from './app.ts';
import { runArguments } from './arguments.ts';
import { moduleFor, rootOf } from './choose-module.ts';
import { lineInput } from './input.ts';
import { tellOfFailure } from './failure.ts';
import type { Run } from './runs.ts';
import { startRuntime, type RuntimeEnd } from './runtime.ts';
import { runtimeSettings } from './settings.ts';

export interface RunTarget {
  readonly slightfile: Uri;
  /** The path of the guest; looked for where it is not given. */
  readonly module?: string;
  /** The guest's own arguments. */
  readonly arguments: readonly string[];
}

/** The terminal of a run: it starts the runtime as it opens, and stops it as it is closed. */
export function runTerminal(app: App, target: RunTarget): Pseudoterminal {
  const output = new EventEmitter<string>();
  const closed = new EventEmitter<number>();
  const show = (text: string): void => output.fire(text.replace(/\r?\n/g, '\r\n'));
  let run: Run | undefined;
  const input = lineInput({
    show: (text) => output.fire(text),
    line: (text) => run?.runtime.write(text),
    end: () => run?.runtime.endInput(),
    interrupt: () => void (run && app.runs.stop(run)),
  });

  const start = async (): Promise<void> => {
    const module = target.module ?? (await moduleFor(app, target.slightfile));
    if (!module) {
      show('No module to run: build the app, then run again.\n');
      closed.fire(1);
      return;
    }
    const begin = performance.now();
    run = startRun(app, { ...target, module }, show);
    const end = await run.runtime.ended;
    show(result(end, performance.now() - begin));
    app.log.info(`${run.name}: ${summary(end)}`);
    // A code other than 0 makes VS Code report a failure, and to be stopped is none
    closed.fire(end.kind === 'exited' ? end.code : end.kind === 'stopped' ? 0 : 1);
    await tellOfFailure(app, run, end);
  };

  return {
    onDidWrite: output.event,
    onDidClose: closed.event,
    open: () => void start(),
    close: () => void (run && app.runs.stop(run)),
    handleInput: input,
  };
}

function startRun(app: App, target: RunTarget & { module: string }, show: (text: string) => void): Run {
  const { slightfile, module } = target;
  const settings = runtimeSettings(slightfile);
  const cwd = rootOf(slightfile);
  const args = runArguments({
    cwd,
    slightfile: slightfile.fsPath,
    module,
    settings,
    guest: target.arguments,
  });
  show(dim(`slight run ${relative(cwd, module) || basename(module)}\n`));
  // The module only: the arguments may hold what is nobody else's business
  app.log.info(`Running ${module}`);
  return app.runs.add(slightfile, module, (accept) =>
    startRuntime({
      node: settings.node ?? process.execPath,
      script: app.path('dist/slight.mjs'),
      arguments: args,
      cwd,
      // A terminal is at the other end of the pipe
      env: { ...process.env, FORCE_COLOR: '1' },
      onOutput: show,
      onEvent(event) {
        if (app.log.logLevel === LogLevel.Trace) app.log.trace(JSON.stringify(event));
        accept(event);
      },
    }),
  );
}

/** The last line of a run: `exit code 0 after 0.2 s`. */
function result(end: RuntimeEnd, duration: number): string {
  const time = ` after ${(duration / 1000).toFixed(1)} s`;
  const colour = end.kind === 'failed' || (end.kind === 'exited' && end.code !== 0) ? red : dim;
  return `${colour(summary(end) + time)}\n`;
}

function summary(end: RuntimeEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exit code ${end.code}`;
    case 'stopped':
      return 'stopped';
    case 'failed':
      return `failed: ${end.error.message}`;
  }
}

function dim(text: string): string {
  return `\x1b[2m${text}\x1b[22m`;
}

function red(text: string): string {
  return `\x1b[31m${text}\x1b[39m`;
}
