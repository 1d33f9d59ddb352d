/** Runs that kill themselves while they start a server. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClimbRequest } from '@slight/runtime/backends/climb.ts';
import type { ClimberMessage, ClimberOptions } from './climber.ts';
import type { Workspace } from './run.ts';

/**
 * Climbs in a process that kills itself at a call (die-at.ts), or ends in order where there is no such call.
 * @returns whether it killed itself
 */
export async function climbAndDie(space: Workspace, request: ClimbRequest, call: string): Promise<boolean> {
  const options: ClimberOptions = {
    stateDir: space.stateDir,
    workspace: space.folder,
    choice: 'local',
    keep: false,
    requests: [request],
  };
  const child = fork(path.join(import.meta.dirname, 'climber.ts'), [JSON.stringify(options)], {
    execArgv: ['--import', path.join(import.meta.dirname, 'die-at.ts')],
    env: { ...space.environment, SLIGHT_TEST_DIE_AT: call },
  });
  child.on('message', (message: ClimberMessage) => {
    if ('steps' in message) child.disconnect();
  });
  await once(child, 'exit');
  return child.signalCode === 'SIGKILL';
}

/** What a process was started with; empty where it is gone. */
export async function commandLine(pid: string): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}
