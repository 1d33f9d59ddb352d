/** The command line of `slight run`. Knows nothing of VS Code. */
import { relative, sep } from 'node:path';
import type { RuntimeSettings } from './settings.ts';

export interface CommandLine {
  /** Where the runtime is started: paths below it are given, and so printed, relative to it. */
  readonly cwd: string;
  readonly slightfile: string;
  readonly module: string;
  readonly settings: Omit<RuntimeSettings, 'node'>;
  /** The guest's own arguments. */
  readonly guest: readonly string[];
}

export function runArguments({ cwd, slightfile, module, settings, guest }: CommandLine): readonly string[] {
  const short = (file: string): string => {
    const path = relative(cwd, file);
    return path.startsWith('..') ? file : path.split(sep).join('/');
  };
  return [
    ...['-c', short(slightfile), 'run', short(module)],
    ...['--trace', 'ipc', '--backends', settings.backends],
    ...(settings.data ? ['--data', settings.data] : []),
    ...(settings.keepBackends ? ['--keep-backends'] : []),
    ...settings.arguments,
    ...(guest.length > 0 ? ['--', ...guest] : []),
  ];
}
