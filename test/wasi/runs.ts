/** Runs every case of a topic: on node:wasi, and on this runtime as a module and as a component. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { GuestTrap } from '@slight/runtime/guest/guest.ts';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { guest, runGuest } from '../runtime/guests.ts';
import { given, judge } from './cases.ts';
import type { Ended, Outcome } from './cases.ts';

/** By name; undefined where a case passed. */
export type Outcomes = ReadonlyMap<string, string | undefined>;

export async function onOurs(topic: string, kind: 'module' | 'component'): Promise<Outcomes> {
  const loaded = await guest(kind === 'module' ? `wasi-${topic}` : `wasi-${topic}-component`);
  const { stdout } = await end(loaded, 'list');
  const names = stdout.split('\n').filter(Boolean);
  const outcomes: Outcome[] = [];
  for (const name of names) outcomes.push(judge(topic, name, await end(loaded, name)));
  return collected(outcomes);
}

async function end(loaded: Guest, name: string): Promise<Ended> {
  using box = given(name);
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const keep = (stream: 'stdout' | 'stderr') => (bytes: Uint8Array) =>
    void chunks[stream].push(bytes.slice());
  const { args, environment, folders } = box;
  let ended: Pick<Ended, 'code' | 'error'>;
  try {
    const { code } = await runGuest(loaded, args.slice(1), {
      ...{ environment, folders },
      ...{ stdout: keep('stdout'), stderr: keep('stderr') },
    });
    ended = { code };
  } catch (error) {
    if (!(error instanceof GuestTrap)) throw new Error(`case ${name}: ${String(error)}`, { cause: error });
    ended = { code: undefined, error: error.message };
  }
  const all = (stream: 'stdout' | 'stderr') => Buffer.concat(chunks[stream]).toString();
  return { ...ended, stdout: all('stdout'), stderr: all('stderr') };
}

/** Cases that never end on node:wasi: it takes a moment for a span. */
const endless = [
  'sleep_until_a_moment',
  'sleep_until_the_past',
  'sleep_until_the_wall_says',
  'sleep_until_the_wall_has_said',
];

/** A case that ends the peer's process is a failure of it, and the others go on in another process. */
export async function onPeer(topic: string, skipped: readonly string[] = endless): Promise<Outcomes> {
  const child = spawn(
    process.execPath,
    ['--no-warnings', path.join(import.meta.dirname, 'peer-process.ts'), topic, ...skipped],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  child.stdin.end();
  const lines = (await text(child.stdout)).split('\n').filter(Boolean);
  const told = lines.map((line) => JSON.parse(line) as Partial<Outcome & { begins: string }>);
  const outcomes = told.filter((one): one is Outcome => one.name !== undefined);
  const begun = told.map((one) => one.begins).filter((one) => one !== undefined);
  const last = begun.at(-1);
  if (last === undefined || outcomes.some((one) => one.name === last)) return collected(outcomes);
  const done = begun.map((one) => one.slice(topic.length + 1));
  const rest = await onPeer(topic, [...skipped, ...done]);
  return new Map([...collected(outcomes), [last, 'it ended the process'], ...rest]);
}

function collected(outcomes: readonly Outcome[]): Map<string, string | undefined> {
  return new Map(outcomes.map(({ name, failure }) => [name, failure]));
}
