/**
 * A container engine for the tests: a private Docker, from Debian's package, with images that no registry is needed
 * for. Where this machine cannot run one, the Docker that it has, if that has the images or can pull them.
 */
import { spawn, execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStarted } from '@slight/runtime/backends/backend.ts';
import { loadBackend } from '@slight/runtime/backends/index.ts';
import { engineAt } from '@slight/runtime/backends/engine.ts';
import { requireImage } from '@slight/runtime/backends/image.ts';
import { isAlive, thisProcess } from './process-id.ts';
import type { ProcessId } from './process-id.ts';
import { reach } from '@slight/runtime/backends/reach.ts';
import { toolsFolder } from '../setup/steps/tools.ts';
import { importImages } from './images.ts';

export interface TestEngine extends AsyncDisposable {
  /** As DOCKER_HOST writes it. */
  readonly host: string;
}

const prefix = 'slight-engine-';
const startMs = 30_000;
/** Where Debian has what administrators run; not on everybody's PATH. */
const sbin = ['/usr/sbin', '/sbin'];

/**
 * Brings the engine up, with the images of these backends.
 * @throws Error that names what the machine lacks
 */
export async function startEngine(
  backends: readonly string[] = ['redis', 'azurite', 'etcd'],
): Promise<TestEngine> {
  const lacking = ['dockerd', 'ip', 'redis-server'].filter((program) => !hasProgram(program));
  if (!existsSync(toolsFolder)) lacking.push('Azurite in .cache/tools: run test/setup/setup.ts');
  if (process.platform === 'linux' && process.getuid?.() === 0 && lacking.length === 0)
    return startPrivate(backends);
  return useExisting(lacking, backends);
}

/** What is written down about a private engine, so that one whose tests were killed is found and ended. */
interface Note {
  readonly owner: ProcessId;
  readonly bridge: string;
}

async function startPrivate(backends: readonly string[]): Promise<TestEngine> {
  await endAbandoned();
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  // the name of an interface has 15 characters at most
  const bridge = `slight${process.pid}`;
  const note: Note = { owner: thisProcess(), bridge };
  writeFileSync(path.join(folder, 'note.json'), JSON.stringify(note));
  addBridge(bridge);
  const log = path.join(folder, 'log');
  const host = `unix://${path.join(folder, 'docker.sock')}`;
  const output = openSync(log, 'w');
  // no forwarding and no firewall rules: what this machine has stays as it is, and docker-proxy publishes the ports
  const flags = ['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'];
  const places = Object.entries({ 'data-root': 'data', 'exec-root': 'exec', pidfile: 'pid' });
  const daemon = spawn(
    'dockerd',
    [
      ...flags,
      `--bridge=${bridge}`,
      '-H',
      host,
      ...places.map(([flag, name]) => `--${flag}=${path.join(folder, name)}`),
    ],
    {
      detached: true,
      stdio: ['ignore', output, output],
      env: {
        ...process.env,
        PATH: `${process.env['PATH'] ?? ''}${path.delimiter}${sbin.join(path.delimiter)}`,
      },
    },
  );
  closeSync(output);
  daemon.unref();
  const dispose = () => endPrivate(folder);
  try {
    await answering(host, log);
    await importImages(host, backends);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { host, [Symbol.asyncDispose]: dispose };
}

async function answering(host: string, log: string): Promise<void> {
  const engine = engineAt(host, process.env);
  const deadline = AbortSignal.timeout(startMs);
  for (;;) {
    try {
      await engine.call('GET', '/_ping', { signal: deadline });
      return;
    } catch (error) {
      if (deadline.aborted) {
        const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
        throw new Error(`dockerd did not start:\n${tail}`, { cause: error });
      }
      await sleep(50);
    }
  }
}

async function endAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(tmpdir(), name);
    const note = readNote(folder);
    if (note && !isAlive(note.owner)) await endPrivate(folder);
  }
}

/** Ends an engine with all its containers, and removes what it made on this machine. */
async function endPrivate(folder: string): Promise<void> {
  const note = readNote(folder);
  // asked to end, it ends its containers and its containerd first
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of processesOf(folder)) kill(pid, signal);
    for (let waited = 0; processesOf(folder).length > 0 && waited < 20_000; waited += 50) await sleep(50);
  }
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((mount) => mount.startsWith(folder + path.sep));
  for (const mount of mounts.reverse()) execFileSync('umount', ['--lazy', mount]);
  if (note && note.bridge in networkInterfacesOf()) execFileSync('ip', ['link', 'delete', note.bridge]);
  rmSync(folder, { recursive: true, force: true });
}

/** The processes of an engine: its folder is among their arguments. */
function processesOf(folder: string): readonly number[] {
  const numbers = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  return numbers.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder + path.sep);
    } catch {
      return false; // it has just ended
    }
  });
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // it ended meanwhile, as one of the others told it to
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readNote(folder: string): Note | undefined {
  const file = path.join(folder, 'note.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Note) : undefined;
}

/** A bridge of its own, in a network that nothing here uses: several engines run side by side. */
function addBridge(bridge: string): void {
  const used = Object.values(networkInterfaces()).flatMap(
    (addresses) => addresses?.map(({ address }) => address) ?? [],
  );
  const free = (third: number) => !used.some((address) => address.startsWith(`10.213.${third}.`));
  const start = process.pid % 256;
  const third = Array.from({ length: 256 }, (_, index) => (start + index) % 256).find(free) ?? start;
  execFileSync('ip', ['link', 'add', 'name', bridge, 'type', 'bridge']);
  execFileSync('ip', ['address', 'add', `10.213.${third}.1/24`, 'dev', bridge]);
  execFileSync('ip', ['link', 'set', bridge, 'up']);
}

/** The interfaces of this machine, also those that are down. */
function networkInterfacesOf(): Readonly<Record<string, true>> {
  return Object.fromEntries(readdirSync('/sys/class/net').map((name) => [name, true]));
}

async function useExisting(lacking: readonly string[], backends: readonly string[]): Promise<TestEngine> {
  const why = lacking.length > 0 ? `it lacks ${lacking.join(', ')}` : 'that takes root, on Linux';
  const signal = AbortSignal.timeout(300_000);
  const found = await reach(process.env, signal);
  if (found.kind === 'none') {
    throw new Error(`${found.reason} And this machine cannot run an engine just for the tests: ${why}.`);
  }
  const { engine } = found;
  for (const backend of await Promise.all(backends.map(loadBackend))) {
    if (isStarted(backend))
      await requireImage(engine, backend.container.image, process.env, signal, () => undefined);
  }
  return { host: engine.address, [Symbol.asyncDispose]: () => Promise.resolve() };
}

function hasProgram(name: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...sbin];
  return folders.some((folder) => existsSync(path.join(folder, name)));
}
