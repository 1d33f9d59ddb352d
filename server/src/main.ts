#!/usr/bin/env node
/** `slight-language-server`: reads its arguments, and starts the server. */
import nodeModule from 'node:module';
import { parseArgs } from 'node:util';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import type { Transport } from './connection/transport.ts';

const help = `The language server of slightfile.toml.

Usage: slight-language-server --stdio

  --stdio              speak the Language Server Protocol over standard input and output
  --node-ipc           … over the IPC channel of the Node process that forked this one
  --socket=PORT        … over a socket of this machine that the client listens at
  --pipe=NAME          … over a named pipe or Unix socket that the client listens at
  --clientProcessId=ID end when this process does
  -V, --version        print the version
  -h, --help           show this help`;

const version = '0.1.0';

/** Exits 0 after --help and --version, 2 where the arguments make no sense; else the process lives as the connection does. */
async function main(): Promise<void> {
  const flags = readArguments();
  if (flags.help) {
    process.stdout.write(`${help}\n`);
  } else if (flags.version) {
    process.stdout.write(`${version}\n`);
  } else if (!(flags.stdio || flags['node-ipc'] || flags.socket !== undefined || flags.pipe !== undefined)) {
    refuse('How to connect was not said. Editors start it as: slight-language-server --stdio');
  } else if (flags['node-ipc'] && process.send === undefined) {
    refuse('--node-ipc is for a parent that forked this process. Use --stdio.');
  } else if (isOld(process.versions.node)) {
    refuse(`It needs Node 22.10 or newer, and this is Node ${process.versions.node}. Install Node 24.`);
  } else {
    const { serve } = await compiledWhole(() => import('./connection/serve.ts'));
    await serve({
      version,
      environment: new Set(Object.keys(process.env)),
      transport: transportOf(flags),
      clientProcessId: Number(flags.clientProcessId ?? NaN) || undefined,
      onLoaded: keepCompiled,
    }).catch((error: unknown) => refuse(`It could not connect: ${String(error)}`));
    // To watch the heap takes time, and a start none to spare.
    setTimeout(boundNewSpace, 100).unref();
    keepCompiled();
  }
}

/** An editor may kill the server rather than let it end, which is when Node would write its compile cache. */
function keepCompiled(): void {
  setTimeout(() => nodeModule.flushCompileCache(), 1000).unref();
}

function transportOf(flags: ReturnType<typeof readArguments>): Transport {
  if (flags.socket !== undefined) return { kind: 'socket', port: Number(flags.socket) };
  if (flags.pipe !== undefined) return { kind: 'pipe', name: flags.pipe };
  return { kind: flags['node-ipc'] ? 'ipc' : 'stdio' };
}

/** True for a Node that has no compile cache, nor all of the language that the server is written in. */
function isOld(node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major < 22 || (major === 22 && minor < 10);
}

/** What V8 may keep for new objects, in bytes. */
const newSpace = 4 * 2 ** 20;

/**
 * Keeps the space for new objects small. V8 doubles it whenever many of them are in use at once, up to a hundred megabytes
 * for a large slightfile that is edited or a workspace that is indexed, and neither is done sooner; where it never grows,
 * small files take longer. An editor's Electron takes no orders while it runs: who forks the server there gives it
 * `--max-semi-space-size`.
 */
function boundNewSpace(): void {
  if (process.versions['electron'] !== undefined) return;
  const observer = new PerformanceObserver(() => {
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if (!space || space.space_size < newSpace) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}

/**
 * Imports what only the first start on a machine should have to compile. Node's compile cache holds what is compiled when
 * a module is loaded, which is hardly any function, unless V8 is told not to wait until they are called. An editor's
 * Electron does not take such orders while it runs.
 */
async function compiledWhole<T>(load: () => Promise<T>): Promise<T> {
  const { ENABLED, ALREADY_ENABLED } = nodeModule.constants.compileCacheStatus;
  const { status } = nodeModule.enableCompileCache();
  const isCached = status === ENABLED || status === ALREADY_ENABLED;
  if (!isCached || process.versions['electron'] !== undefined) return await load();
  setFlagsFromString('--no-lazy');
  try {
    return await load();
  } finally {
    setFlagsFromString('--lazy');
  }
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        stdio: { type: 'boolean' },
        'node-ipc': { type: 'boolean' },
        socket: { type: 'string' },
        pipe: { type: 'string' },
        clientProcessId: { type: 'string' },
        version: { type: 'boolean', short: 'V' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(message: string): never {
  process.stderr.write(`slight-language-server: ${message}\n`);
  process.exit(2);
}

await main();
