/** What the tests of the ladder share: workspaces, runs in this process and in others, and a look at what runs. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { Redis } from 'ioredis';
import { engineAt } from '@slight/runtime/backends/engine.ts';
import type { Environment } from '@slight/runtime/backends/engine-address.ts';
import { stopContainer } from '@slight/runtime/backends/container.ts';
import { createLadder } from '@slight/runtime/backends/ladder.ts';
import type { ClimbRequest, LadderEvent, Step } from '@slight/runtime/backends/climb.ts';
import type { Ladder, LadderOptions } from '@slight/runtime/backends/ladder.ts';
import { endHolder, isHeld } from '@slight/runtime/backends/hold.ts';
import { serverFolder } from '@slight/runtime/backends/server-folder.ts';
import { toolsFolder } from '../setup/steps/tools.ts';
import type { ClimberMessage, ClimberOptions } from './climber.ts';

/** An address that no engine can have. */
export const noEngine = 'unix:///nowhere/docker.sock';

export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  readonly stateDir: string;
  readonly environment: Environment;
  /** A run in this process. */
  ladder(options?: Partial<LadderOptions>): Ladder & { readonly events: readonly LadderEvent[] };
  /** A run in a process of its own, when it has climbed. */
  climber(
    options: Omit<ClimberOptions, 'stateDir' | 'workspace' | 'keep'> & {
      keep?: boolean;
      /** A command to start it with, such as `unshare --pid`. */
      within?: readonly string[];
    },
  ): Promise<Climber>;
  /** Whether the server of that folder runs, by what its state says. */
  runs(id: string): Promise<boolean>;
  /** The processes and containers that run for this workspace, whatever its state says. */
  running(): Promise<readonly string[]>;
}

export interface Climber {
  readonly steps: readonly Step[];
  readonly process: ChildProcess;
  /** Sends the signal, or disconnects, and waits for the process's end. */
  end(signal: NodeJS.Signals | 'disconnect'): Promise<void>;
}

/** A new workspace, with Azurite among its programs. Disposing it stops whatever a failed test left. */
export async function workspace(engine: string = noEngine): Promise<Workspace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slight-ladder-'));
  const stateDir = path.join(folder, '.slight/backends');
  await mkdir(path.join(folder, 'node_modules'));
  await symlink(path.join(toolsFolder, 'node_modules/.bin'), path.join(folder, 'node_modules/.bin'));
  const environment = { ...process.env, DOCKER_HOST: engine };
  const started: ChildProcess[] = [];

  const folderOf = (id: string) => serverFolder(path.join(stateDir, id));
  const stateOf = (id: string) => folderOf(id).read();
  return {
    folder,
    stateDir,
    environment,

    ladder(options) {
      const events: LadderEvent[] = [];
      const ladder = createLadder({
        stateDir,
        workspace: folder,
        choice: 'auto',
        keep: false,
        signal: AbortSignal.timeout(60_000),
        environment,
        onEvent: (event) => events.push(event),
        ...options,
      });
      return {
        events,
        get holds() {
          return ladder.holds;
        },
        climb: (request) => ladder.climb(request),
        [Symbol.asyncDispose]: () => ladder[Symbol.asyncDispose](),
      };
    },

    async climber({ keep = false, within = [], ...options }) {
      const all: ClimberOptions = { stateDir, workspace: folder, keep, ...options };
      const child = fork(path.join(import.meta.dirname, 'climber.ts'), [JSON.stringify(all)], {
        env: environment,
        ...(within[0] !== undefined && {
          execPath: within[0],
          execArgv: [...within.slice(1), process.execPath],
        }),
      });
      started.push(child);
      const ended = once(child, 'exit');
      const steps = await new Promise<readonly Step[]>((resolve, reject) => {
        child.on('message', (message: ClimberMessage) => {
          if ('steps' in message) resolve(message.steps);
        });
        child.on('exit', (code) => reject(new Error(`the run ended with ${code ?? 'a signal'}`)));
      });
      return {
        steps,
        process: child,
        async end(signal) {
          if (signal === 'disconnect') child.disconnect();
          else child.kill(signal);
          await ended;
        },
      };
    },

    async runs(id) {
      const state = await stateOf(id);
      if (!state) return false;
      if (state.handle.rung === 'local') return isHeld(folderOf(id).pipe);
      return (await containers(state.handle.engine)).includes(state.handle.name);
    },

    running: async () => [...(await processesIn(folder)), ...(await containersOf(folder, engine))],

    async [Symbol.asyncDispose]() {
      for (const child of started) child.kill('SIGKILL');
      for (const id of ['redis', 'azurite']) {
        const handle = (await stateOf(id))?.handle;
        await endHolder(folderOf(id).pipe);
        if (handle?.rung === 'container')
          await stopContainer(engineAt(handle.engine, environment), handle.name);
      }
      // and what the code under test has lost
      for (const pid of await processesIn(folder)) process.kill(Number(pid), 'SIGKILL');
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The names of the engine's containers, running or not. */
export async function containers(engine: string, label?: string): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify(label === undefined ? {} : { label: [label] }));
  const answer = await engineAt(engine, process.env).call(
    'GET',
    `/containers/json?all=1&filters=${filters}`,
    {
      signal: AbortSignal.timeout(5_000),
    },
  );
  return (JSON.parse(answer) as { Names: string[] }[]).map(({ Names }) => Names[0]?.slice(1) ?? '');
}

/** The containers of a workspace. */
export async function containersOf(folder: string, engine: string): Promise<readonly string[]> {
  return engine === noEngine ? [] : containers(engine, `dev.slight.workspace=${folder}`);
}

/** The processes that work in a folder. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name));
  const places = await Promise.all(numbers.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return numbers.filter((_, index) => places[index]?.startsWith(folder));
}

export interface Case {
  readonly id: 'redis' | 'azurite';
  readonly request: ClimbRequest;
  /** The configs that name a local address, with a password or an account of its own. */
  readonly named: (port: number) => ClimbRequest;
  readonly put: (step: Step, value: string) => Promise<void>;
  readonly get: (step: Step) => Promise<string | undefined>;
}

export const redisCase: Case = {
  id: 'redis',
  request: { resource: 'keyvalue.redis', name: 'pets', configs: {} },
  named: (port) => ({
    resource: 'keyvalue.redis',
    name: 'pets',
    configs: { REDIS_ADDRESS: `redis://ann:s%40cret@127.0.0.1:${port}/1` },
  }),
  put: (step, value) =>
    withRedis(step, async (redis) => {
      await redis.set('key', value);
    }),
  get: (step) => withRedis(step, async (redis) => (await redis.get('key')) ?? undefined),
};

export const azuriteCase: Case = {
  id: 'azurite',
  request: { resource: 'keyvalue.azblob', name: 'pets', configs: {} },
  named: (port) => ({
    resource: 'keyvalue.azblob',
    name: 'pets',
    configs: {
      AZURE_STORAGE_ENDPOINT: `http://127.0.0.1:${port}/ann`,
      AZURE_STORAGE_ACCOUNT: 'ann',
      AZURE_STORAGE_KEY: Buffer.from('a key of her own').toString('base64'),
    },
  }),
  async put(step, value) {
    const container = blobs(step);
    await container.createIfNotExists();
    await container.getBlockBlobClient('key').upload(value, Buffer.byteLength(value));
  },
  async get(step) {
    const blob = blobs(step).getBlockBlobClient('key');
    return (await blob.exists()) ? (await blob.downloadToBuffer()).toString() : undefined;
  },
};

async function withRedis<T>({ configs }: Step, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(configs['REDIS_ADDRESS'] ?? '', { maxRetriesPerRequest: 1 });
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

function blobs({ configs }: Step) {
  const {
    AZURE_STORAGE_ENDPOINT: url = '',
    AZURE_STORAGE_ACCOUNT: account = '',
    AZURE_STORAGE_KEY: key = '',
  } = configs;
  const options = { retryOptions: { maxTries: 1 } };
  return new BlobServiceClient(url, new StorageSharedKeyCredential(account, key), options).getContainerClient(
    'pets',
  );
}
