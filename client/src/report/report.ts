/** What Copy Report puts on the clipboard: for an issue that anybody may read. Knows nothing of VS Code. */
import type { Sources } from '@slight/runtime/backends/sources.ts';
import type { ServedCapability } from '@slight/runtime/channel.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface ReportFacts {
  /** By what each is: `VS Code` → `1.105.0`. */
  readonly versions: Readonly<Record<string, string>>;
  /** What is set of `slight.*`, by its name. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Where servers can come from, or a sentence that says why that is not known. */
  readonly machine: Sources | string;
  readonly slightfiles: readonly {
    readonly path: string;
    /** Of each capability; undefined where the runtime did not tell of it. */
    readonly resources: readonly string[] | undefined;
    /** A description of each server that is up. */
    readonly servers: readonly string[];
    /** Of an app that runs, what serves each of its capabilities; undefined where its runtime did not answer. */
    readonly run?: { readonly served: readonly ServedCapability[] | undefined };
  }[];
  /** The whole of the log file. */
  readonly log: string;
  /** The person's own folder, which is told as `~`. */
  readonly home: string;
}

/** How much of the log is told, in lines. */
const lines = 100;

/** Markdown. What may be a secret is masked, values of configs are not in it, and the environment is not read. */
export function reportText({ versions, settings, machine, slightfiles, log, home }: ReportFacts): string {
  const text = [
    '### Versions',
    ...Object.entries(versions).map(([what, version]) => `- ${what}: ${version}`),
    '### Settings',
    ...or(
      Object.entries(settings).map(
        ([name, value]) => `- ${name}: ${JSON.stringify(shownSetting(name, value))}`,
      ),
      'Nothing of slight.* is set.',
    ),
    '### Machine',
    ...machineLines(machine),
    '### Slightfiles',
    ...or(
      slightfiles.flatMap(({ path, resources, servers, run }) => [
        `- ${path}: ${resources ? counted(resources) || 'no capability' : 'not known'}`,
        ...servers.map((server) => `  - up: ${server}`),
        ...(run ? runLines(run.served) : []),
      ]),
      'There is none in this workspace.',
    ),
    '### Log',
    '```text',
    ...endOfLog(log),
    '```',
  ].join('\n');
  return `${withoutSecrets(text, home)}\n`;
}

function machineLines(machine: Sources | string): readonly string[] {
  if (typeof machine === 'string') return [machine];
  const { containers, programs } = machine;
  const place = (source: Sources['containers']) => ('place' in source ? source.place : source.reason);
  return [
    `- Containers: ${place(containers)}`,
    ...programs.map((program) => `- ${program.command}: ${place(program)}`),
  ];
}

function runLines(served: readonly ServedCapability[] | undefined): readonly string[] {
  if (!served) return ['  - runs, and answers nothing: its guest computes'];
  return or(
    served.map(({ resource, by, rung, address }) => {
      const from = rung === 'given' ? '' : `, ${rung}`;
      const at = address === undefined ? '' : ` at ${address}`;
      return `  - runs: ${resource}${by === resource ? '' : ` by ${by}`}${from}${at}`;
    }),
    '  - runs',
  );
}

function or(all: readonly string[], otherwise: string): readonly string[] {
  return all.length > 0 ? all : [otherwise];
}

/** `keyvalue.redis ×2, http` */
function counted(resources: readonly string[]): string {
  return Array.from(
    Map.groupBy(resources, (resource) => resource),
    ([resource, { length }]) => (length > 1 ? `${resource} ×${length}` : resource),
  ).join(', ');
}

/** Arguments may give the guest a secret: only the names of options are told. */
function shownSetting(name: string, value: unknown): unknown {
  if (name !== 'slight.runtime.arguments') return value;
  if (!Array.isArray(value)) return '••••';
  return value.map((argument) => /^--?[a-z][a-z-]*(?==|$)/.exec(String(argument))?.[0] ?? '••••');
}

/**
 * The last lines of a log, without what is there only for who traces: that shows what a guest stores, and what is typed.
 * An entry begins with its time and its level, and may go on over several lines.
 */
function endOfLog(log: string): readonly string[] {
  const entries = log.split(/\n(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \[)/);
  return entries
    .filter((entry) => !/^\S+ \S+ \[(?:trace|debug)\]/.test(entry))
    .flatMap((entry) => entry.trimEnd().split('\n'))
    .slice(-lines);
}
