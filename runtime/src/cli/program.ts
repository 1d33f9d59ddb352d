/** The commands of `slight`. What a command does is loaded when it is called: commands/ has the command lines alone. */
import { Command, Option } from 'commander';
import { printable } from '../terminal/printable.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { check } from './commands/check.ts';
import { dap } from './commands/dap.ts';
import { down } from './commands/down.ts';
import { guard } from './commands/guard.ts';
import { slightfileOption } from './commands/options.ts';
import { run, runOutput } from './commands/run.ts';
import { secret } from './commands/secret.ts';
import { status } from './commands/status.ts';
import { up } from './commands/up.ts';
import { withNearNames } from './refusal.ts';

export const version = '0.1.0';

/** @param masking the secrets of the command that is called: what it opens it adds */
export function program(masking: Masking): Command {
  const slight = new Command('slight')
    .description('Runs WebAssembly apps against the capabilities that a slightfile.toml names.')
    .version(version, '-V, --version')
    .addOption(slightfileOption())
    .option('--verbose', 'show the stack of an error')
    // for an editor: a pipe that it hands over, see channel.ts
    .addOption(new Option('--channel <descriptor>').hideHelp())
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(printable(withNearNames(text))) })
    .showHelpAfterError('(slight --help shows how)')
    .configureHelp({ helpWidth: Math.min(process.stdout.columns || 80, 100), minWidthToWrap: 24 })
    .addHelpText(
      'after',
      `
Examples:
  slight -c slightfile.toml run app.wasm     run a guest
  slight run app.wasm -- --name Ada          give the guest arguments
  slight run --listen :8080 app.wasm         serve HTTP at a port
  slight run --backends embedded app.wasm    no server, no container
  slight up                                  start what runs need, to stay
  slight check slightfile.toml               tell what is wrong, change nothing`,
    );
  const running = run(masking);
  for (const command of [running, up(masking), down(masking), status(), check(), secret(), dap()])
    slight.addCommand(command.copyInheritedSettings(slight));
  // in the place of what it inherits
  running.configureOutput(runOutput);
  slight.addCommand(guard(), { hidden: true });
  return slight;
}
