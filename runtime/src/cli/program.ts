/** The commands of `slight` and their options. Each command's code is loaded only when it is called. */
import { Argument, Command, Option } from 'commander';
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';
import { printable } from '../terminal/printable.ts';
import { withGuestsHint, withNearNames } from './refusal.ts';

export const version = '0.1.0';

const defaultSlightfile = 'slightfile.toml';
const dataHelp = 'where data is kept (default: .slight beside the slightfile)';

/** @param masking the secrets of the command that is called: what it opens it adds */
export function program(masking: Masking): Command {
  const slight = new Command('slight')
    .description('Runs WebAssembly apps against the capabilities that a slightfile.toml names.')
    .version(version, '-V, --version')
    .option('-c, --config <file>', `the slightfile (default: ${defaultSlightfile})`, filled('--config'))
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
  slight run --backends embedded app.wasm    no server, no container
  slight up                                  start what runs need, to stay
  slight check slightfile.toml               tell what is wrong, change nothing`,
    );
  for (const command of [run(masking), up(masking), down(masking), status(), check(), secret()]) {
    slight.addCommand(command.copyInheritedSettings(slight));
    if (command.name() !== 'run') continue;
    command.configureOutput({
      outputError: (text, write) => write(printable(withGuestsHint(withNearNames(text)))),
    });
  }
  slight.addCommand(guard(), { hidden: true });
  return slight;
}

interface RunFlags {
  readonly config?: string;
  readonly module?: string;
  readonly trace?: string;
  readonly channel?: string;
  readonly data?: string;
  readonly backends: 'auto' | 'container' | 'local' | 'embedded';
  readonly keepBackends?: boolean;
  readonly durable: boolean;
  readonly env?: readonly string[];
  readonly dir?: readonly string[];
  readonly quiet?: boolean;
}

function run(masking: Masking): Command {
  return new Command('run')
    .summary('run a guest to its end')
    .description(
      'Runs a WebAssembly guest to its end. Its output and its exit code are passed through; what slight itself has to say goes to standard error.',
    )
    .addArgument(new Argument('[module]', 'the guest, a .wasm file'))
    .addArgument(new Argument('[arguments...]', 'the arguments of the guest, after --'))
    .option('-m, --module <file>', 'the guest, as slight 0.2 took it')
    .option('-c, --config <file>', `the slightfile (default: ${defaultSlightfile})`, filled('--config'))
    .addOption(
      new Option(
        '--backends <rung>',
        'where servers may come from when the slightfile names none that answers',
      )
        .choices(['auto', 'container', 'local', 'embedded'])
        .default('auto'),
    )
    .option('--keep-backends', 'leave started servers running for the next run')
    .option('--data <dir>', dataHelp, filled('--data'))
    .option('--no-durable', 'faster writes that a power cut may lose')
    .option('--env <NAME[=VALUE]>', 'let the guest see an environment variable', collect)
    .option('--dir <HOST[::GUEST]>', 'let the guest use a folder', collect)
    .option('--trace <file>', 'write every event as a line of JSON', filled('--trace'))
    .option('-q, --quiet', 'print nothing but what the guest prints, and errors')
    .addOption(new Option('-l, --link-all-capabilities', 'accepted for old command lines').hideHelp())
    .helpOption('-h, --help', 'show this help')
    .action(async (module: string | undefined, args: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<RunFlags>();
      // with -m, the first operand is already the guest's
      const operands = [...(module === undefined ? [] : [module]), ...args];
      const file = flags.module ?? operands.shift();
      // empty where a script's variable is
      if (file === undefined || file === '') {
        throw new Mistake('usage', 'No guest was named. Give its .wasm file: slight run app.wasm');
      }
      const { runCommand } = await import('./run.ts');
      process.exitCode = await runCommand({
        ...flags,
        slightfile: flags.config ?? defaultSlightfile,
        module: file,
        args: operands,
        masking,
      });
    });
}

function up(masking: Masking): Command {
  return new Command('up')
    .summary('start the servers that a run would, and leave them running')
    .description(
      'Starts the servers that a run of this slightfile would start, tells their addresses, and leaves them running until slight down. Exits 1 when one could not be had.',
    )
    .addArgument(new Argument('[resources...]', 'only for these, keyvalue.redis for one (default: all)'))
    .option('-c, --config <file>', `the slightfile (default: ${defaultSlightfile})`, filled('--config'))
    .addOption(
      new Option('--backends <rung>', 'where the servers may come from')
        .choices(['auto', 'container', 'local'])
        .default('auto'),
    )
    .option('--data <dir>', dataHelp, filled('--data'))
    .option('--trace <file>', 'write every event as a line of JSON', filled('--trace'))
    .helpOption('-h, --help', 'show this help')
    .action(async (resources: string[], _flags: unknown, command: Command) => {
      const flags =
        command.optsWithGlobals<Pick<RunFlags, 'config' | 'data' | 'backends' | 'trace' | 'channel'>>();
      const { upCommand } = await import('./up.ts');
      process.exitCode = await upCommand({
        ...flags,
        slightfile: flags.config ?? defaultSlightfile,
        resources,
        masking,
      });
    });
}

function down(masking: Masking): Command {
  return new Command('down')
    .summary('stop the servers that were left running')
    .description(
      'Stops the servers of this slightfile that slight up, or a run, left running. Their data stays.',
    )
    .addArgument(
      new Argument(
        '[servers...]',
        'only what serves a resource, keyvalue.redis, or listens at an address (default: all)',
      ),
    )
    .option('-c, --config <file>', `the slightfile (default: ${defaultSlightfile})`, filled('--config'))
    .option('--data <dir>', dataHelp, filled('--data'))
    .helpOption('-h, --help', 'show this help')
    .action(async (servers: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<Pick<RunFlags, 'config' | 'data' | 'channel'>>();
      const { downCommand } = await import('./down.ts');
      process.exitCode = await downCommand({
        ...flags,
        slightfile: flags.config ?? defaultSlightfile,
        servers,
        masking,
      });
    });
}

function status(): Command {
  return new Command('status')
    .summary('tell which servers run')
    .description(
      'Tells which servers of slightfiles run now, whoever started them, and what they serve. Starts and stops nothing.',
    )
    .addArgument(new Argument('[files...]', `slightfiles (default: ${defaultSlightfile})`))
    .option('-c, --config <file>', 'a slightfile, as the other commands take it')
    .option('--data <dir>', dataHelp, filled('--data'))
    .option('--machine', 'tell, too, where this machine could have servers from', false)
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .helpOption('-h, --help', 'show this help')
    .action(async (files: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<
        Pick<RunFlags, 'config' | 'data'> & { machine: boolean; format: 'text' | 'json' }
      >();
      const { statusCommand } = await import('./status.ts');
      process.exitCode = await statusCommand({
        ...flags,
        slightfiles: files.length > 0 ? files : [flags.config ?? defaultSlightfile],
      });
    });
}

function check(): Command {
  return new Command('check')
    .summary('tell what is wrong with slightfiles')
    .description('Reads slightfiles and tells what is wrong with them. Exits 1 when there is an error.')
    .addArgument(new Argument('[files...]', `slightfiles (default: ${defaultSlightfile})`))
    .option('-c, --config <file>', 'a slightfile, as the other commands take it')
    .addOption(
      new Option('--format <format>', 'how to print the problems').choices(['text', 'json']).default('text'),
    )
    .helpOption('-h, --help', 'show this help')
    .action(async (files: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ format: 'text' | 'json'; config?: string }>();
      const { checkCommand } = await import('./check.ts');
      process.exitCode = await checkCommand(
        files.length > 0 ? files : [flags.config ?? defaultSlightfile],
        flags.format,
      );
    });
}

function secret(): Command {
  return new Command('secret')
    .summary('put a secret into a slightfile, encrypted')
    .description(
      'Encrypts a value with a key of yours and puts it into the slightfile, where configs.usersecrets and ${usersecrets.NAME} read it.',
    )
    .requiredOption('-k, --key <name>', 'the name of the secret')
    .option(
      '-v, --value <value>',
      'its value (default: what is typed or piped in, which no shell history keeps)',
    )
    .option('-c, --config <file>', `the slightfile (default: ${defaultSlightfile})`, filled('--config'))
    .helpOption('-h, --help', 'show this help')
    .action(async (_flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ key: string; value?: string; config?: string }>();
      const { secretCommand } = await import('./secret.ts');
      await secretCommand(flags.config ?? defaultSlightfile, flags.key, flags.value);
    });
}

/** For `slight run` itself: see guard.ts. */
function guard(): Command {
  return new Command('guard').argument('<state>').action(async (stateDir: string) => {
    const { guardCommand } = await import('./guard.ts');
    await guardCommand(stateDir, process.ppid);
  });
}

/** What stands behind a flag; it is empty where a script's variable is. */
function filled(flag: string): (value: string) => string {
  return (value) => {
    if (value !== '') return value;
    throw new Mistake('usage', `${flag} is followed by an empty path. Name one, or leave ${flag} out.`);
  };
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
