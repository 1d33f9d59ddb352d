/** The command line of `slight check`. */
import type { Command } from 'commander';
import type { CheckFlags } from '../check.ts';
import {
  commandOf,
  defaultSlightfile,
  formatOption,
  sameSlightfileOption,
  slightfilesOf,
} from './options.ts';
import type { ConfigFlag } from './options.ts';

export function check(): Command {
  return commandOf('check')
    .summary('tell what is wrong with slightfiles')
    .description('Reads slightfiles and tells what is wrong with them. Exits 1 when there is an error.')
    .argument('[files...]', `slightfiles (default: ${defaultSlightfile})`)
    .addOption(sameSlightfileOption())
    .addOption(formatOption('how to print the problems'))
    .action(async (files: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<CheckFlags & ConfigFlag>();
      const { checkCommand } = await import('../check.ts');
      process.exitCode = await checkCommand(slightfilesOf(files, flags), flags);
    });
}
