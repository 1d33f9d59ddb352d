/** Which process a number means: numbers are used again, so each goes with the time at which the process began. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessId {
  readonly pid: number;
  /** When it began, in the system's own terms; to be compared and nothing else. */
  readonly began: string;
}

/** The process of this number; undefined where none runs (one that has ended and waits for its parent is none). */
export function processId(pid: number): ProcessId | undefined {
  const began = process.platform === 'linux' ? beganLinux(pid) : beganElsewhere(pid);
  return began === undefined ? undefined : { pid, began };
}

/** The process that asks. */
export function thisProcess(): ProcessId {
  return processId(process.pid) ?? { pid: process.pid, began: '' };
}

/** Whether that very process still runs. */
export function isAlive({ pid, began }: ProcessId): boolean {
  return processId(pid)?.began === began;
}

/** proc(5): the name, field 2, may itself hold blanks and parentheses; the start, in ticks since boot, is field 22. */
function beganLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

function beganElsewhere(pid: number): string | undefined {
  if (process.platform !== 'win32') {
    try {
      const answer = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [state = '', ...start] = answer.trim().split(/\s+/);
      return state === '' || state.startsWith('Z') ? undefined : start.join(' ');
    } catch {
      return undefined;
    }
  }
  try {
    process.kill(pid, 0);
    return 'running';
  } catch {
    return undefined;
  }
}
