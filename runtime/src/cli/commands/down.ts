/** The command line of `slight down`. */
import type { Command } from 'commander';
import type { Masking } from '../../trace/masking/masking.ts';
import type { DownFlags } from '../down.ts';
import { commandOf, dataOption, slightfileOf, slightfileOption } from './options.ts';
import type { ConfigFlag } from './options.ts';

export function down(masking: Masking): Command {
  return commandOf('down')
    .summary('stop the servers that were left running')
    .description(
      'Stops the servers of this slightfile that slight up, or a run, left running. Their data stays.',
    )
    .argument(
      '[servers...]',
      'only what serves a resource, keyvalue.redis, or listens at an address (default: all)',
    )
    .addOption(slightfileOption())
    .addOption(dataOption())
    .action(async (servers: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<DownFlags & ConfigFlag>();
      const { downCommand } = await import('../down.ts');
      process.exitCode = await downCommand(slightfileOf(flags), servers, flags, masking);
    });
}
