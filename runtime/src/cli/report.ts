/** What `slight run` tells before the guest runs, besides what is an event: the slightfile's problems, and who serves what. */
import path from 'node:path';
import { findResource } from '@slight/slightfile/catalogue.ts';
import pc from 'picocolors';
import type { AppReport } from '../app/app.ts';
import type { Served } from '../app/served.ts';
import { CapabilityError } from '../ports/errors.ts';
import { printableLine } from '../terminal/printable.ts';
import type { Progress, Terminal } from '../terminal/progress.ts';
import { formatProblems } from './problems.ts';

export interface ReportOptions {
  /** Told nothing but what went wrong. */
  readonly quiet: boolean;
}

/** @param progress the line of that terminal which is written over */
export function terminalReport(terminal: Terminal, progress: Progress, { quiet }: ReportOptions): AppReport {
  return {
    problems(file, text, problems) {
      const shown = problems.filter(
        ({ severity }) => severity === 'error' || (!quiet && severity === 'warning'),
      );
      if (shown.length > 0) terminal.write(formatProblems(file, text, shown));
    },
    served(served) {
      if (!(served instanceof CapabilityError) && saysNothing(served)) return;
      progress.clear();
      if (served instanceof CapabilityError) terminal.write(`slight: ${printableLine(served.message)}\n`);
      else if (!quiet) for (const line of describe(served)) terminal.write(`${pc.dim('slight')}  ${line}\n`);
    },
  };
}

/** Of what is served, the line that says where tells more; a client is served by the runtime itself. */
function saysNothing({ declaration: { resource }, reasons, unset }: Served): boolean {
  if (resource.capability === 'http') return true;
  return resource.capability === 'http-client' && reasons.length === 0 && unset.length === 0;
}

/**
 * Who serves a capability and, where it is not what the slightfile says, why:
 *
 *     greetings → keyvalue.filesystem in .slight/keyvalue/greetings, standing in for keyvalue.redis
 *     carts → keyvalue.memory, gone with the run
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
  const gone = findResource(resource)?.data === 'run' ? ', gone with the run' : '';
  return [
    `${pc.bold(printableLine(name))} → ${printableLine(`${resource}${place}${gone}${where}`)}`,
    ...[...unset, ...reasons].map((reason) => pc.dim(`  ${printableLine(reason)}`)),
  ];
}
