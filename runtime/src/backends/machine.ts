/** Which machine it is: a folder may be mounted by several, and one does not see the processes of another. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Machine {
  /** The kernel that runs, from its start to its end: the same in every container on it. Empty where it has no name. */
  readonly kernel: string;
  readonly name: string;
}

export function thisMachine(): Machine {
  return { kernel: kernel(), name: hostname() };
}

/**
 * Whether it is another than this one, so that nothing can be known of its processes. With this one's name and another
 * kernel it is this one, started anew: then what ran on it does not.
 */
export function isOther({ kernel: known, name }: Machine): boolean {
  const here = thisMachine();
  return name !== here.name && (known === '' || known !== here.kernel);
}

function kernel(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}
