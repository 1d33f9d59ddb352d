/** The command line of `slight run`. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { Mistake } from '../../mistake.ts';
import { printable } from '../../terminal/printable.ts';
import type { Masking } from '../../trace/masking/masking.ts';
import { withGuestsHint, withNearNames } from '../refusal.ts';
import { memoryOf } from '../serving.ts';
import type { RunFlags } from '../run.ts';
import {
  backendsOption,
  collect,
  commandOf,
  dataOption,
  slightfileOf,
  slightfileOption,
  traceOption,
} from './options.ts';
import type { ConfigFlag } from './options.ts';
import { servingIn, servingOptions } from './serving.ts';

export function run(masking: Masking): Command {
  const command = commandOf('run')
    .summary('run a guest to its end, or serve HTTP by it, or messages')
    .description(
      'Runs a WebAssembly guest to its end; where the slightfile declares http, or messaging that the guest handles, serves it until Ctrl-C. Its output and its exit code are passed through; what slight itself has to say goes to standard error.',
    )
    .argument('[module]', 'the guest, a .wasm file')
    .argument('[arguments...]', 'the arguments of the guest, after --')
    .option('-m, --module <file>', 'the guest, as slight 0.2 took it')
    .addOption(slightfileOption())
    .addOption(
      backendsOption('where servers may come from when the slightfile names none that answers', [
        'auto',
        'container',
        'local',
        'embedded',
      ]),
    )
    .option('--keep-backends', 'leave started servers running for the next run')
    .addOption(dataOption())
    .option('--no-durable', 'faster writes that a power cut may lose')
    .option('--env <NAME[=VALUE]>', 'let the guest see an environment variable', collect)
    .option('--dir <HOST[::GUEST]>', 'let the guest use a folder', collect)
    .addOption(
      new Option('--memory <SIZE>', 'how far the memory of the guest may grow (default: 1 GiB)').argParser(
        memoryOf('--memory'),
      ),
    )
    .addOption(traceOption())
    .option(
      '-q, --quiet',
      'print nothing but what the guest prints and why a run fails, without the last error that a capability gave the guest',
    )
    // for the debug adapter, which starts this with a channel
    .addOption(new Option('--debug').hideHelp())
    .addOption(new Option('-l, --link-all-capabilities', 'accepted for old command lines').hideHelp())
    .action(async (module: string | undefined, args: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<RunFlags & ConfigFlag & { readonly module?: string }>();
      // with -m, the first operand is already the guest's
      const operands = [...(module === undefined ? [] : [module]), ...args];
      const file = flags.module ?? operands.shift();
      // empty where a script's variable is
      if (file === undefined || file === '') {
        throw new Mistake('usage', 'No guest was named. Give its .wasm file: slight run app.wasm');
      }
      const { runCommand } = await import('../run.ts');
      const app = { slightfile: slightfileOf(flags), module: file, args: operands };
      process.exitCode = await runCommand(app, flags, await servingIn(command), masking);
    });
  for (const option of servingOptions()) command.addOption(option);
  return command;
}

/** For what commander says of a command line of `run` that it refuses. */
export const runOutput = {
  outputError: (text: string, write: (text: string) => void) =>
    write(printable(withGuestsHint(withNearNames(text)))),
};
