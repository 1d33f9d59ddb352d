/** The rung `local`: a server that is installed on the machine, as a process that outlives a killed runtime in order. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { refusalOf } from '../system-error.ts';
import { freePort, listens, show } from './address.ts';
import type { Address, LocalLaunch, LocalRung } from './backend.ts';
import type { Environment } from './engine-address.ts';
import { endHolder, openHold } from './hold.ts';
import { findProgram } from './installed.ts';
import type { NoProgram, Program } from './installed.ts';
import { lastWords } from './last-words.ts';
import { asUser, give, userInPlaceOfRoot } from './other-user.ts';
import type { OtherUser } from './other-user.ts';
import { messageOf } from './failure.ts';
import { declined, settlePassword, untilReady } from './rung.ts';
import type { Attempt, RungContext } from './rung.ts';
import type { ServerFolder } from './server-folder.ts';
import { holdsMoreThan } from './stores.ts';

const readyMs = 30_000;
const firstMs = 120_000;
const pollMs = 5;
/** Others may take a port between our finding it free and the server's taking it. */
const portTries = 3;

export async function localRung(context: RungContext): Promise<Attempt> {
  const { backend, bind, workspace, environment, progress, signal } = context;
  if (process.platform === 'win32') return declined('Local servers are not used on Windows.');
  const { local } = backend;
  if (!local) return declined(`${backend.title} is not started as a local server.`);
  const { command, folders, first, unprivileged } = local;
  const user = await userInPlaceOfRoot(unprivileged);
  if (typeof user === 'string') return declined(`${command} is not started. ${user}`);
  const find = async (name: string) => {
    const found = await findProgram(name, workspace, environment, folders);
    if (found.kind === 'none' || !user) return found;
    const made = await asUser(found, user, environment);
    return typeof made === 'string' ? none(`${name} is not started. ${made}`) : made;
  };
  const program = await find(command);
  if (program.kind === 'none') return declined(program.reason);
  const maker = first && (await find(first.command));
  if (maker?.kind === 'none') return declined(maker.reason);
  progress(`starting ${command}`);
  for (let tries = 1; ; tries++) {
    const address = bind ?? { host: '127.0.0.1', port: await freePort() };
    const attempt = await startAt(address, { local, program, maker, user }, context);
    const taken = attempt.kind === 'declined' && (await listens(address, signal));
    if (!taken || bind || tries === portTries) return attempt;
  }
}

function none(reason: string): NoProgram {
  return { kind: 'none', reason };
}

/** What a start takes of this machine. */
interface Means {
  readonly local: LocalRung;
  readonly program: Program;
  /** Of the first step, where the server has one. */
  readonly maker: Program | undefined;
  /** Whom the data belongs to, where that is not this process's user. */
  readonly user: OtherUser | undefined;
}

async function startAt(
  address: Address,
  { local, program, maker, user }: Means,
  context: RungContext,
): Promise<Attempt> {
  const { backend, configs, folder, signal, record } = context;
  const launch = local.launch(address, folder, configs);
  const isNew = !(await holdsMoreThan(folder.data, local.emptyBytes));
  signal.throwIfAborted();
  const forgotten = await settlePassword(context, folder.data, isNew);
  if (forgotten !== undefined) return declined(forgotten);
  // before the start, so that at no moment a server runs of which nothing is known
  await record({ rung: 'local' });
  await makeFolder(folder.data, 0o700);
  await writeSettings(folder, launch.files ?? {});
  if (user) await give(folder.data, user);
  const fault = maker && (await takeFirstStep(local, maker, launch, context));
  if (fault !== undefined) return declined(fault);
  const { ended } = await start(program, launch.arguments, launch.environment, context);

  const deadline = AbortSignal.timeout(readyMs);
  const over = new AbortController();
  const until = AbortSignal.any([signal, deadline, over.signal]);
  const ready = untilListening(local.listening, folder.log, until).then(() =>
    untilReady(backend, address, until),
  );
  try {
    await Promise.race([ready, ended]);
    return { kind: 'started', address, isNew };
  } catch (error) {
    await endHolder(folder.pipe);
    signal.throwIfAborted();
    const why = deadline.aborted ? `did not answer within ${readyMs / 1000} seconds` : messageOf(error);
    const said = await lastWords(folder, launch.secrets);
    return declined(`${local.command} at ${show(address)} ${why}${said}.`);
  } finally {
    over.abort();
    ready.catch(() => undefined);
  }
}

/** @returns why it could not be taken, as a sentence */
async function takeFirstStep(
  { first }: LocalRung,
  maker: Program,
  launch: LocalLaunch,
  context: RungContext,
): Promise<string | undefined> {
  const { configs, folder, signal, progress } = context;
  if (!first || existsSync(path.join(folder.data, first.folder))) return undefined;
  progress(`making the data folder with ${first.command}`);
  // what is left of one that was killed
  const into = path.join(folder.data, `${first.folder}.new`);
  await rm(into, { recursive: true, force: true });
  const args = first.arguments(into, folder, configs);
  const { ended } = await start(maker, args, launch.environment, context);
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  // the process itself does not keep the run
  const late = sleep(firstMs, new Error(`took more than ${firstMs / 1000} seconds`), { signal: until });
  const failed = await Promise.race([ended, late]).catch((error: unknown) => error);
  over.abort();
  late.catch(() => undefined);
  if (failed instanceof ProcessEnd && failed.code === 0) {
    await rename(into, path.join(folder.data, first.folder));
    return undefined;
  }
  await endHolder(folder.pipe);
  signal.throwIfAborted();
  const said = await lastWords(folder, launch.secrets);
  return `${first.command} ${messageOf(failed)}${said}.`;
}

async function start(
  program: Program,
  args: readonly string[],
  added: LocalLaunch['environment'],
  { folder, environment }: RungContext,
): Promise<{ readonly ended: Promise<never> }> {
  await using log = await open(folder.log, 'w', 0o600);
  await using hold = await openHold(folder.pipe);
  const child = spawn(program.file, [...program.args, ...args], {
    cwd: folder.data,
    env: {
      PATH: environment['PATH'],
      HOME: environment['HOME'],
      LANG: 'C.UTF-8',
      ...nodeMode(),
      ...added,
    },
    // a group of its own: Ctrl-C in the terminal is for the run, which stops it when it is no longer needed
    detached: true,
    // the last one is hold.ts's
    stdio: ['ignore', log.fd, log.fd, hold.fd],
  });
  child.unref();
  const ended = endOf(child);
  // it may end before anybody waits for that
  ended.catch(() => undefined);
  return { ended };
}

/** In files of their own, since every user of the machine can list arguments. */
async function writeSettings(
  { settings }: ServerFolder,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await rm(settings, { recursive: true, force: true });
  await mkdir(settings, { mode: 0o700 });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(settings, name), text, { mode: 0o600 });
  }
}

/**
 * Waits until the server itself says that it listens: at its address, another one may answer while this one is about to
 * find its port taken.
 */
async function untilListening(words: RegExp, log: string, signal: AbortSignal): Promise<void> {
  while (!words.test(await readFile(log, 'utf8'))) {
    await sleep(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

class ProcessEnd extends Error {
  readonly code: number | null;

  constructor(code: number | null, signal: NodeJS.Signals | null) {
    super(`ended with ${signal ?? `exit code ${code ?? 0}`}`);
    this.code = code;
  }
}

/** Rejects when the child ends or cannot be started. */
function endOf(child: ChildProcess): Promise<never> {
  return new Promise((_resolve, reject) => {
    child.on('error', (error) => reject(new Error(`cannot be started: ${why(error)}`)));
    child.on('exit', (code, signal) => reject(new ProcessEnd(code, signal)));
  });
}

function why(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'the interpreter or loader that it needs is not there';
    case 'EACCES':
      return 'permission denied';
    case 'ENOEXEC':
      return 'it is no program that this machine can run';
    default:
      return refusalOf(error) ?? error.code ?? error.message;
  }
}

/** In an editor's process, only this makes the program a Node. */
function nodeMode(): Environment {
  return 'electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {};
}
