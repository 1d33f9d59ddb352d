/** The command line of `slight up`. */
import type { Command } from 'commander';
import type { Masking } from '../../trace/masking/masking.ts';
import type { UpFlags } from '../up.ts';
import {
  backendsOption,
  commandOf,
  dataOption,
  slightfileOf,
  slightfileOption,
  traceOption,
} from './options.ts';
import type { ConfigFlag } from './options.ts';

export function up(masking: Masking): Command {
  return commandOf('up')
    .summary('start the servers that a run would, and leave them running')
    .description(
      'Starts the servers that a run of this slightfile would start, tells their addresses, and leaves them running until slight down. Exits 1 when one could not be had.',
    )
    .argument('[resources...]', 'only for these, keyvalue.redis for one (default: all)')
    .addOption(slightfileOption())
    .addOption(backendsOption('where the servers may come from', ['auto', 'container', 'local']))
    .addOption(dataOption())
    .addOption(traceOption())
    .action(async (resources: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<UpFlags & ConfigFlag>();
      const { upCommand } = await import('../up.ts');
      process.exitCode = await upCommand(slightfileOf(flags), resources, flags, masking);
    });
}
