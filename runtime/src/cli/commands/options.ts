/** What several commands take, said once. */
import { Command, Option } from 'commander';
import { Mistake } from '../../mistake.ts';

export const defaultSlightfile = 'slightfile.toml';

/** The flag of every command. */
export interface ConfigFlag {
  readonly config?: string;
}

/** The slightfiles that are named as arguments, or else by the flag. */
export function slightfilesOf(files: readonly string[], flags: ConfigFlag): readonly string[] {
  return files.length > 0 ? files : [slightfileOf(flags)];
}

export function slightfileOf({ config = defaultSlightfile }: ConfigFlag): string {
  return config;
}

/** A command without options but `--help`. */
export function commandOf(name: string): Command {
  return new Command(name).helpOption('-h, --help', 'show this help');
}

export function slightfileOption(): Option {
  return new Option('-c, --config <file>', `the slightfile (default: ${defaultSlightfile})`).argParser(
    filled('--config'),
  );
}

/** For commands that take slightfiles as arguments. */
export function sameSlightfileOption(): Option {
  return new Option('-c, --config <file>', 'a slightfile, as the other commands take it');
}

export function dataOption(): Option {
  return new Option('--data <dir>', 'where data is kept (default: .slight beside the slightfile)').argParser(
    filled('--data'),
  );
}

export function traceOption(): Option {
  return new Option('--trace <file>', 'write every event as a line of JSON').argParser(filled('--trace'));
}

export function backendsOption(help: string, choices: readonly string[]): Option {
  return new Option('--backends <rung>', help).choices(choices).default('auto');
}

export function formatOption(help: string): Option {
  return new Option('--format <format>', help).choices(['text', 'json']).default('text');
}

/** Of a flag that may be given again and again. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** What stands behind a flag; it is empty where a script's variable is. */
function filled(flag: string): (value: string) => string {
  return (value) => {
    if (value !== '') return value;
    throw new Mistake('usage', `${flag} is followed by an empty path. Name one, or leave ${flag} out.`);
  };
}
