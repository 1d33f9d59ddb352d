/** The command line of `slight dap`. */
import type { Command } from 'commander';
import { commandOf } from './options.ts';

export function dap(): Command {
  return commandOf('dap')
    .summary('debug a guest, for an editor')
    .description(
      'Speaks the Debug Adapter Protocol over standard input and output. An editor starts it; it starts slight run, and the guest stops where it asks a capability for something.',
    )
    .action(async () => {
      const { serveDebugging } = await import('../dap.ts');
      await serveDebugging();
    });
}
