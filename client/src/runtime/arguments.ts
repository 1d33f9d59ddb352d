/** The command lines of `slight`. Knows nothing of VS Code. */
import { relative, sep } from 'node:path';
import type { RuntimeSettings } from '../settings/settings.ts';

export interface CommandLine {
  /** Where the runtime is started: paths below it are given, and so printed, relative to it. */
  readonly cwd: string;
  readonly slightfile: string;
  readonly module: string;
  readonly settings: Omit<RuntimeSettings, 'node'>;
  /** Names of variables of the runtime's environment that the guest may see. */
  readonly variables?: readonly string[];
  /** Where an app that serves HTTP listens; where the guest or the settings say, if it is not given. */
  readonly listen?: string;
  /** The guest's own arguments. */
  readonly guest: readonly string[];
}

export function runArguments({
  cwd,
  slightfile,
  module,
  settings,
  variables = [],
  listen,
  guest,
}: CommandLine): readonly string[] {
  return [
    ...['-c', short(cwd, slightfile), 'run', short(cwd, module)],
    ...['--backends', settings.backends],
    ...(settings.data ? ['--data', settings.data] : []),
    ...(settings.keepBackends ? ['--keep-backends'] : []),
    ...settings.arguments,
    // the last one counts
    ...(listen === undefined ? [] : ['--listen', listen]),
    ...variables.flatMap((name) => ['--env', name]),
    ...(guest.length > 0 ? ['--', ...guest] : []),
  ];
}

export interface UpLine extends Pick<CommandLine, 'cwd' | 'slightfile'> {
  readonly settings: Pick<RuntimeSettings, 'backends' | 'data'>;
  /** Whose servers; all where none is named. */
  readonly resources: readonly string[];
}

export function upArguments({ cwd, slightfile, resources, settings }: UpLine): readonly string[] {
  // who asks for servers does not mean stand-ins, though runs may be set to have those
  const backends = settings.backends === 'embedded' ? 'auto' : settings.backends;
  return [
    ...['-c', short(cwd, slightfile), 'up', ...resources, '--backends', backends],
    ...(settings.data ? ['--data', settings.data] : []),
  ];
}

export interface DownLine extends Omit<UpLine, 'resources'> {
  /** Addresses, or resources whose servers are meant; all where none is named. */
  readonly servers: readonly string[];
}

export function downArguments({ cwd, slightfile, servers, settings }: DownLine): readonly string[] {
  const data = settings.data ? ['--data', settings.data] : [];
  return ['-c', short(cwd, slightfile), 'down', ...servers, ...data];
}

export interface StatusLine {
  /** Paths. */
  readonly slightfiles: readonly string[];
  readonly settings: Pick<RuntimeSettings, 'data'>;
  /** Tells where this machine could have servers from, too. */
  readonly machine: boolean;
}

export function statusArguments({ slightfiles, settings, machine }: StatusLine): readonly string[] {
  return [
    ...['status', '--format', 'json'],
    ...(machine ? ['--machine'] : []),
    ...(settings.data ? ['--data', settings.data] : []),
    ...slightfiles,
  ];
}

function short(cwd: string, file: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') ? file : path.split(sep).join('/');
}
