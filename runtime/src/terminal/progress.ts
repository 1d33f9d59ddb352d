/** What takes its time, told step by step: in a terminal on one line that is written over, else a line a step. */
import pc from 'picocolors';
import { printableLine } from './printable.ts';

/** What progress needs of standard error. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  /** @param fraction how much of it is done, 0 to 1 */
  step(message: string, fraction?: number): void;
  /** Takes the line away, before anything else is written. */
  clear(): void;
}

export function createProgress(terminal: Terminal): Progress {
  let last = '';
  return {
    step(told, fraction) {
      const message = printableLine(told);
      if (terminal.isTTY !== true) {
        // a log wants to know what goes on, and not how far it is
        if (message !== last) terminal.write(`${pc.dim(`slight  ${message}`)}\n`);
      } else {
        const percent = fraction === undefined ? '' : ` ${Math.floor(fraction * 100)} %`;
        terminal.write(`\r\x1b[K${pc.dim(`slight  ${message}${percent}`)}`);
      }
      last = message;
    },
    clear() {
      if (terminal.isTTY === true && last !== '') terminal.write('\r\x1b[K');
      last = '';
    },
  };
}
