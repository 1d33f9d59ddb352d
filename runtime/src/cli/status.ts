/** `slight status`: which servers of slightfiles run, and where servers can come from, for people or as JSON for tools. */
import path from 'node:path';
import { list } from '@slight/text/words.ts';
import type { Source, Sources } from '../backends/sources.ts';
import { sourcesOf } from '../backends/sources.ts';
import { Mistake } from '../mistake.ts';
import type { Status, UsedServer } from '../app/status.ts';
import { statusOf } from '../app/status.ts';
import { printableLine } from '../terminal/printable.ts';

export interface StatusFlags {
  readonly data?: string;
  /** Tells where servers can come from, too. */
  readonly machine: boolean;
  readonly format: 'text' | 'json';
}

/** @returns the exit code: 2 where a slightfile could not be read, else 0 */
export async function statusCommand(
  slightfiles: readonly string[],
  { data, machine, format }: StatusFlags,
): Promise<number> {
  const { signal } = new AbortController();
  const [told, sources] = await Promise.all([
    Promise.all(slightfiles.map((file) => statusOf(file, data, process.env, signal).catch(mistake))),
    machine ? sourcesOf(path.dirname(path.resolve(slightfiles[0] ?? '')), process.env, signal) : undefined,
  ]);
  const known = told.flatMap((one) => (one instanceof Mistake ? [] : [one]));
  const unknown = told.flatMap((one) => (one instanceof Mistake ? [one] : []));
  if (format === 'json') {
    process.stdout.write(
      `${JSON.stringify({ apps: known, ...(sources && { machine: sources }) }, undefined, 2)}\n`,
    );
  } else {
    const lines = [...known.flatMap(describe), ...(sources ? describeMachine(sources) : [])];
    for (const line of lines) process.stdout.write(`${printableLine(line)}\n`);
  }
  for (const { message } of unknown) process.stderr.write(`slight: ${printableLine(message)}\n`);
  return unknown.length > 0 ? 2 : 0;
}

function mistake(error: unknown): Mistake {
  if (error instanceof Mistake) return error;
  throw error;
}

function describe({ slightfile, servers }: Status): readonly string[] {
  if (servers.length === 0) return [`No server runs for ${slightfile}.`];
  return servers.map((server) => `${slightfile}: ${describeServer(server)}`);
}

/** `Redis, a local server on 127.0.0.1:49153, serves keyvalue.redis "orders"; it stays until slight down` */
function describeServer({ title, rung, address, serves, stays, owner, isLost }: UsedServer): string {
  const on = address === undefined ? '' : ` on ${address}`;
  const of = owner === undefined ? '' : ` of the workspace ${owner}`;
  const what = `${title}, ${rung === 'container' ? 'a container' : 'a local server'}${on}${of},`;
  const served = list(serves.map(({ resource, name }) => `${resource} "${name}"`));
  if (isLost) return `${what} runs, and what was written down of it is lost; slight down stops it`;
  const until = owner === undefined ? 'until slight down' : 'until slight down there';
  return `${what} ${served ? `serves ${served}` : 'runs'}${stays ? `; it stays ${until}` : ''}`;
}

function describeMachine({ containers, programs }: Sources): readonly string[] {
  const tell = (what: string, source: Source) =>
    `${what}: ${'place' in source ? source.place : source.reason}`;
  return [
    tell('Containers', containers),
    ...programs.map((program) => tell(`${program.title} as a local server`, program)),
  ];
}
