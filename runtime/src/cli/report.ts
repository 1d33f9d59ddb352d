/** What a run tells to a terminal, or to a log where there is no terminal: one line for each thing that happens. */
import path from 'node:path';
import { list, quote } from '@slight/text/words.ts';
import pc from 'picocolors';
import type { LadderEvent } from '../backends/ladder.ts';
import type { Served } from '../app/served.ts';
import type { Failure } from '../hosts/host.ts';
import { CapabilityError } from '../ports/errors.ts';
import type { Report } from '../app/run.ts';
import { printableLine } from '../terminal/printable.ts';
import { formatProblems } from './problems.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/progress.ts';

export interface ReportOptions {
  readonly quiet: boolean;
  /** Takes the secrets out of a text. What is not shown whole needs it before it is cut. */
  readonly mask: (text: string) => string;
}

export function terminalReport(terminal: Terminal, { quiet, mask }: ReportOptions): Report {
  const progress = createProgress(terminal);
  // several names may have one server
  const told = new Set<string>();
  const say = (line: string) => {
    if (quiet) return;
    progress.clear();
    terminal.write(`${pc.dim('slight')}  ${line}\n`);
  };
  const tell = (message: string) => {
    progress.clear();
    terminal.write(`slight: ${printableLine(message)}\n`);
  };
  return {
    problems(file, text, problems) {
      const shown = problems.filter(
        ({ severity }) => severity === 'error' || (!quiet && severity === 'warning'),
      );
      if (shown.length > 0) terminal.write(formatProblems(file, text, shown));
    },
    backend(event: LadderEvent) {
      const failure = stopFailure(event);
      if (failure !== undefined && !told.has(failure)) {
        told.add(failure);
        progress.clear();
        terminal.write(`slight: ${failure}\n`);
      }
      if (!quiet && event.message !== undefined) progress.step(event.message, event.progress);
    },
    served(served) {
      progress.clear();
      if (served instanceof CapabilityError) tell(served.message);
      else describe(served).forEach(say);
    },
    unserved(module, imports) {
      const [verb, them] = imports.length === 1 ? ['is', 'it'] : ['are', 'one'];
      say(
        printableLine(
          `${module} imports ${list(imports)}, which ${verb} not served by this version of slight: the run ends where the guest calls ${them}.`,
        ),
      );
    },
    uncached(reason) {
      say(`What was made of this component is not kept, so each run makes it again: ${reason}.`);
    },
    trapped: (trap) => tell(trap.message),
    failed(code, last) {
      if (quiet) return;
      tell(`The guest ended with code ${code}. The last error that a capability gave it:`);
      terminal.write(`  ${printableLine(describeFailure(last, mask))}\n`);
    },
  };
}

/** What a guest called, and what it was told: `keyvalue.get of "orders": there is no key "a"`. */
function describeFailure(
  { interface: imported, function: called, name, message }: Failure,
  mask: (text: string) => string,
): string {
  const [from = ''] = imported.split('@');
  const short = called.replace(/^\[[^\]]*\]/, '');
  // of an interface that is called as its resource is, the function says it all: keyvalue.get
  const where = short.startsWith(`${from.split('/').at(-1) ?? from}.`) ? short : `${from} ${short}`;
  if (name === undefined) return `${where}: ${message}`;
  const shown = quote(mask(name));
  return isOpen(short) ? `${where}(${shown}): ${message}` : `${where} of ${shown}: ${message}`;
}

function isOpen(called: string): boolean {
  return called === 'open' || called.endsWith('.open');
}

/** What is told of a server that could not be stopped; undefined for anything else. */
export function stopFailure({
  state,
  resource,
  rung,
  address,
  reasons = [],
}: LadderEvent): string | undefined {
  if (state !== 'failed') return undefined;
  const what = rung === 'container' ? 'container' : 'local server';
  const on = address === undefined ? '' : ` on ${address}`;
  return `the ${what} of ${resource}${on} could not be stopped: ${reasons.join(' ')}. Stop it with slight down.`;
}

/**
 * Who serves a capability and, where it is not what the slightfile says, why:
 *
 *     greetings → keyvalue.filesystem in .slight/keyvalue/greetings, standing in for keyvalue.redis
 *     orders → keyvalue.redis, a local server on 127.0.0.1:41873
 *       No container engine is there: DOCKER_HOST is not set, and no engine has a socket.
 */
function describe({
  declaration,
  resource,
  rung,
  address,
  folder,
  reasons,
  unset,
}: Served): readonly string[] {
  const name = declaration.name === '*' ? `any ${declaration.resource.capability}` : declaration.name;
  const on = address === undefined ? '' : ` on ${address}`;
  const where = {
    given: on,
    container: `, a container${on}`,
    local: `, a local server${on}`,
    embedded: `, standing in for ${declaration.resource.id}`,
  }[rung];
  const place = folder === undefined ? '' : ` in ${path.relative('', folder)}`;
  return [
    `${pc.bold(printableLine(name))} → ${printableLine(`${resource}${place}${where}`)}`,
    ...[...unset, ...reasons].map((reason) => pc.dim(`  ${printableLine(reason)}`)),
  ];
}
