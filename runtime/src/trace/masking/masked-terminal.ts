import type { Masking } from './masking.ts';
import type { Terminal } from '../../terminal/progress.ts';

/** The same terminal, which shows no secret; what is written at once is looked at as a whole. */
export function maskedTerminal(terminal: Terminal, masking: Masking): Terminal {
  return {
    ...(terminal.isTTY !== undefined && { isTTY: terminal.isTTY }),
    write: (text) => terminal.write(masking.mask(text)),
  };
}
