/** The command line of `slight secret`. */
import type { Command } from 'commander';
import type { SecretFlags } from '../secret.ts';
import { commandOf, slightfileOf, slightfileOption } from './options.ts';
import type { ConfigFlag } from './options.ts';

export function secret(): Command {
  return commandOf('secret')
    .summary('put a secret into a slightfile, encrypted')
    .description(
      'Encrypts a value with a key of yours and puts it into the slightfile, where configs.usersecrets and ${usersecrets.NAME} read it.',
    )
    .requiredOption('-k, --key <name>', 'the name of the secret')
    .option(
      '-v, --value <value>',
      'its value (default: what is typed or piped in, which no shell history keeps)',
    )
    .addOption(slightfileOption())
    .action(async (_flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<SecretFlags & ConfigFlag>();
      const { secretCommand } = await import('../secret.ts');
      await secretCommand(slightfileOf(flags), flags);
    });
}
