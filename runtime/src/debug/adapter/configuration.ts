/** What a debug session is launched with: package.json describes it, and a person writes it. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Whatever was written: nothing of it is known to be of its type. */
export type Launch = Readonly<Record<string, unknown>>;

export interface Launched {
  /** Absolute. */
  readonly slightfile: string;
  readonly stopOnEntry: boolean;
  readonly cwd: string;
  /** The command line of `slight`. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws Error with a sentence for people where what must be there is not */
export function launched(launch: Launch): Launched {
  const cwd = text(launch, 'cwd') ?? process.cwd();
  if (!existsSync(cwd))
    throw new Error(`There is no folder ${cwd}. Name another in "cwd" of the launch configuration.`);
  const at = (file: string) => path.resolve(cwd, file);
  const slightfile = at(text(launch, 'slightfile') ?? 'slightfile.toml');
  const module = text(launch, 'module');
  if (module === undefined)
    throw new Error('The launch configuration names no module. Add "module": the path of the .wasm file.');
  const environment = variables(launch);
  const option = (name: string) => {
    const value = text(launch, name);
    return value === undefined ? [] : [`--${name}`, value];
  };
  return {
    slightfile,
    stopOnEntry: launch['stopOnEntry'] === true,
    cwd,
    environment,
    arguments: [
      ...['-c', slightfile, 'run', '--debug', at(module)],
      ...['backends', 'listen', 'trace', 'data'].flatMap(option),
      ...Object.keys(environment).flatMap((name) => ['--env', name]),
      ...['--', ...words(launch)],
    ],
  };
}

function text(launch: Launch, name: string): string | undefined {
  const value = launch[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw new Error(`"${name}" of the launch configuration is no text.`);
  return value;
}

function words({ args = [] }: Launch): readonly string[] {
  if (Array.isArray(args) && args.every((one) => typeof one === 'string')) return args;
  throw new Error('"args" of the launch configuration is no list of texts.');
}

function variables({ env = {} }: Launch): Readonly<Record<string, string>> {
  if (typeof env !== 'object' || env === null || !Object.values(env).every((one) => typeof one === 'string'))
    throw new Error('"env" of the launch configuration is no object of texts.');
  return env as Record<string, string>;
}
