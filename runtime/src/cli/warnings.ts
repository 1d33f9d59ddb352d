import { printableLine } from '../terminal/printable.ts';

/**
 * Node warns that node:sqlite is experimental whenever it is loaded. That is our concern and not a user's; all other
 * warnings are printed in our own form.
 */
export function keepWarningsPlain(mask: (text: string) => string): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning')
      process.stderr.write(`slight: ${printableLine(mask(`${warning.name}: ${warning.message}`))}\n`);
  });
}
