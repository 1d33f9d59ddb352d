/** A configuration of type `slight` in launch.json, as package.json describes it, and what it asks to run. */
import { resolve } from 'node:path';
import type { RuntimeSettings } from '../settings/settings.ts';
import { rungs } from '../settings/settings-fault.ts';

/** Whatever a person has written: of another type than it should be, it counts as not given. */
export interface SlightConfiguration {
  readonly slightfile?: unknown;
  readonly module?: unknown;
  readonly args?: unknown;
  readonly env?: unknown;
  readonly backends?: unknown;
  readonly listen?: unknown;
  readonly trace?: unknown;
  readonly [other: string]: unknown;
}

export interface Asked {
  readonly slightfile?: string;
  readonly module?: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly backends?: RuntimeSettings['backends'];
  readonly listen?: string;
  readonly trace?: string;
}

/** @param folder what relative paths start from */
export function askedBy(configuration: SlightConfiguration, folder: string): Asked {
  const { args, env, backends, listen } = configuration;
  const path = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? resolve(folder, value) : undefined;
  const [slightfile, module, trace] = [
    configuration.slightfile,
    configuration.module,
    configuration.trace,
  ].map(path);
  const rung = rungs.find((one) => one === backends);
  return {
    arguments: Array.isArray(args) ? args.filter((one) => typeof one === 'string') : [],
    environment: Object.fromEntries(
      Object.entries(typeof env === 'object' && env !== null ? env : {}).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    ...(slightfile !== undefined && { slightfile }),
    ...(module !== undefined && { module }),
    ...(trace !== undefined && { trace }),
    ...(rung && { backends: rung }),
    ...(typeof listen === 'string' && listen !== '' && { listen }),
  };
}
