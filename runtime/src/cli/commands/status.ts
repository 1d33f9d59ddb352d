/** The command line of `slight status`. */
import type { Command } from 'commander';
import type { StatusFlags } from '../status.ts';
import {
  commandOf,
  dataOption,
  defaultSlightfile,
  formatOption,
  sameSlightfileOption,
  slightfilesOf,
} from './options.ts';
import type { ConfigFlag } from './options.ts';

export function status(): Command {
  return commandOf('status')
    .summary('tell which servers run')
    .description(
      'Tells which servers of slightfiles run now, whoever started them, and what they serve. Starts and stops nothing.',
    )
    .argument('[files...]', `slightfiles (default: ${defaultSlightfile})`)
    .addOption(sameSlightfileOption())
    .addOption(dataOption())
    .option('--machine', 'tell, too, where this machine could have servers from', false)
    .addOption(formatOption('how to print it'))
    .action(async (files: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<StatusFlags & ConfigFlag>();
      const { statusCommand } = await import('../status.ts');
      process.exitCode = await statusCommand(slightfilesOf(files, flags), flags);
    });
}
