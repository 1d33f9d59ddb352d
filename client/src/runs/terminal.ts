import { homedir } from 'node:os';
import { basename, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EventEmitter, LogLevel, type Pseudoterminal } from 'vscode';
import type { App } from '../app.ts';
import { runArguments } from '../runtime/arguments.ts';
import { moduleFor } from '../modules/choose-module.ts';
import { inEditor } from './editor-words.ts';
import { eventsFile } from './events-file.ts';
import { tellOfFailure } from './failure.ts';
import { lineInput } from './input.ts';
import { usualName } from '../slightfiles/meant.ts';
import { createWitness, type Witness } from './reason.ts';
import { obstacleTo, tellOfObstacle } from './obstacle.ts';
import { runLog, summary } from './run-log.ts';
import type { Run } from './runs.ts';
import { startRuntime, type RuntimeEnd } from '@slight/runtime/child/runtime.ts';
import { runtimeSettings } from '../settings/settings.ts';
import { takenPort } from './taken-port.ts';
import type { RunTarget } from './target.ts';
import { withoutSecrets } from '../report/without-secrets.ts';
import { rootOf } from '../slightfiles/slightfile.ts';

/**
 * VS Code says that a terminal "failed to launch" which ends with an error within its first half second, in
 * milliseconds; of a later one it says what is true.
 */
const launch = 700;

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

  /** @returns the exit code */
  const start = async (): Promise<number> => {
    const { slightfile } = target;
    const module = target.module ?? (await moduleFor(app, slightfile));
    if (!module) {
      show('No module to run: build the app, then run again.\n');
      return 1;
    }
    const obstacle = await obstacleTo(slightfile, module);
    if (obstacle) {
      show(`${red(obstacle.message)}\n`);
      void tellOfObstacle(app, slightfile, obstacle);
      return 1;
    }
    const before = app.runs.find(slightfile);
    if (before) {
      show(dim(`${before.name} was running, and is stopped first\n`));
      await app.runs.stop(before);
    }
    const begin = performance.now();
    const witness = createWitness();
    run = startRun(app, { ...target, module }, witness, show);
    const end = await run.runtime.ended;
    show(result(end, performance.now() - begin));
    const said = witness.reason();
    const { node } = runtimeSettings(slightfile);
    const reason = said && {
      ...said,
      ...inEditor(said.message, target.backends !== undefined, node),
      ...takenPort(said.message, app.runs.active),
    };
    const { name, backends } = run;
    const ended = { name, end, backends: backends.values(), ...(reason && { reason: reason.message }) };
    for (const line of runLog(ended)) app.log.info(withoutSecrets(line, homedir()));
    void tellOfFailure(app, run, end, reason);
    // A code other than 0 makes VS Code report a failure, and to be stopped is none
    return end.kind === 'exited' ? end.code : end.kind === 'stopped' ? 0 : 1;
  };

  const live = async (): Promise<void> => {
    const opened = performance.now();
    const code = await start();
    if (code !== 0) await setTimeout(Math.max(0, opened + launch - performance.now()));
    closed.fire(code);
  };

  return {
    onDidWrite: output.event,
    onDidClose: closed.event,
    open: () => void live(),
    close: () => void (run && app.runs.stop(run)),
    handleInput: input,
  };
}

function startRun(
  app: App,
  target: RunTarget & { module: string },
  witness: Witness,
  show: (text: string) => void,
): Run {
  const { slightfile, module, environment = {} } = target;
  const set = runtimeSettings(slightfile);
  const cwd = rootOf(slightfile);
  const args = runArguments({
    cwd,
    slightfile: slightfile.fsPath,
    module,
    settings: { ...set, backends: target.backends ?? set.backends },
    variables: Object.keys(environment),
    ...(target.listen !== undefined && { listen: target.listen }),
    guest: target.arguments,
  });
  const file = relative(cwd, slightfile.fsPath);
  const named = basename(file) === usualName ? '' : `-c ${file} `;
  show(dim(`slight ${named}run ${relative(cwd, module) || basename(module)}\n`));
  // The module only: the arguments may hold what is nobody else's business
  app.log.info(`Running ${module}`);
  const events =
    target.trace === undefined
      ? undefined
      : eventsFile(target.trace, ({ message }) => show(red(`The trace cannot be written: ${message}.\n`)));
  app.recent.add(slightfile);
  const run = app.runs.add(slightfile, module, (accept) =>
    startRuntime({
      node: set.node ?? process.execPath,
      script: app.path('dist/slight.mjs'),
      arguments: args,
      cwd,
      // A terminal is at the other end of the pipe
      env: { ...process.env, FORCE_COLOR: '1', ...environment },
      onOutput(text) {
        witness.print(text);
        show(text);
      },
      onEvent(event) {
        if (app.log.logLevel === LogLevel.Trace) app.log.trace(JSON.stringify(event));
        witness.accept(event);
        events?.write(event);
        accept(event);
      },
    }),
  );
  if (events) void run.runtime.ended.then(() => events.end());
  return run;
}

/** The last line of a run: `exit code 0 after 0.2 s`. */
function result(end: RuntimeEnd, duration: number): string {
  const time = ` after ${(duration / 1000).toFixed(1)} s`;
  const colour = end.kind === 'failed' || (end.kind === 'exited' && end.code !== 0) ? red : dim;
  return `${colour(summary(end) + time)}\n`;
}

function dim(text: string): string {
  return `\x1b[2m${text}\x1b[22m`;
}

function red(text: string): string {
  return `\x1b[31m${text}\x1b[39m`;
}
