/** The set-up step for what the operating system gives: servers, compilers, a browser, a container engine. */
import { constants } from 'node:fs';
import { access, glob, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../run.ts';

export const name = 'Debian packages';

interface Requirement {
  /** A program on PATH, or the pattern of a file: there means that the requirement is met. */
  readonly sign: string;
  readonly package: string;
  readonly purpose: string;
}

const requirements: readonly Requirement[] = [
  { sign: 'redis-server', package: 'redis-server', purpose: 'the tests of keyvalue.redis' },
  { sign: 'nats-server', package: 'nats-server', purpose: 'the tests of messaging.nats' },
  { sign: 'mosquitto', package: 'mosquitto', purpose: 'the tests of messaging.mosquitto' },
  { sign: 'kcat', package: 'kcat', purpose: 'the tests of messaging.confluent_apache_kafka' },
  { sign: 'etcd', package: 'etcd-server', purpose: 'the tests of distributed_locking.etcd' },
  { sign: '/usr/lib/postgresql/*/bin/postgres', package: 'postgresql', purpose: 'the tests of sql.postgres' },
  { sign: 'openssl', package: 'openssl', purpose: 'the certificates of servers in tests' },
  { sign: 'chromium', package: 'chromium', purpose: 'the editor in the end-to-end tests' },
  { sign: 'rg', package: 'ripgrep', purpose: 'searching in that editor' },
  { sign: 'clang', package: 'clang', purpose: 'the guests in C' },
  { sign: 'wasm-ld', package: 'lld', purpose: 'the guests in C and Rust' },
  { sign: '/usr/include/wasm32-wasi/stdio.h', package: 'wasi-libc', purpose: 'the guests in C' },
  {
    sign: '/usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a',
    package: 'libclang-rt-dev-wasm32',
    purpose: 'the guests in C',
  },
  { sign: '/usr/bin/rustc', package: 'rustc', purpose: 'the guests in Rust' },
  { sign: '/usr/lib/rustlib/wasm32-wasi', package: 'libstd-rust-dev-wasm32', purpose: 'the guests in Rust' },
  { sign: 'dockerd', package: 'docker.io', purpose: 'the tests of containers' },
  { sign: 'nvim', package: 'neovim', purpose: 'the language server in a second editor' },
  { sign: 'ip', package: 'iproute2', purpose: 'the network of the containers in tests' },
  { sign: 'wrk', package: 'wrk', purpose: 'the load on servers of HTTP' },
  { sign: 'unzip', package: 'unzip', purpose: 'looking into the packaged extension' },
];

export async function needed(): Promise<boolean> {
  return (await missing()).length > 0;
}

export async function install(log: (line: string) => void): Promise<void> {
  const lacking = await missing();
  if (!(await isDebian()) || process.getuid?.() !== 0) {
    const lines = lacking.map(
      ({ sign, purpose, package: deb }) => `  ${sign}: for ${purpose} (Debian: ${deb})`,
    );
    throw new Error(
      `the tests need programs that are not here. Install them, or run this as root on Debian, where it does so itself:\n${lines.join('\n')}`,
    );
  }
  const packages = lacking.map((requirement) => requirement.package);
  log(`installing ${packages.join(', ')}`);
  const allowDaemons = await forbidDaemons();
  try {
    // the lists of packages are missing on a new machine, or old
    await apt(['install', ...packages], log).catch(async () => {
      log('updating the lists of packages first');
      await apt(['update'], log);
      await apt(['install', ...packages], log);
    });
  } finally {
    await allowDaemons();
  }
  await keepFromBoot(packages);
  const still = await missing();
  if (still.length > 0) {
    throw new Error(`Debian's packages did not bring ${still.map(({ sign }) => sign).join(', ')}.`);
  }
}

async function missing(): Promise<readonly Requirement[]> {
  const found = await Promise.all(requirements.map(({ sign }) => isThere(sign)));
  return requirements.filter((_, index) => !found[index]);
}

async function isThere(sign: string): Promise<boolean> {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  const files = path.isAbsolute(sign) ? [sign] : folders.map((folder) => path.join(folder, sign));
  for await (const _file of glob(files)) return true;
  return false;
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}

async function isDebian(): Promise<boolean> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*debian/m.test(text);
}

async function apt(args: readonly string[], log: (line: string) => void): Promise<void> {
  const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300'];
  const only = args[0] === 'install' ? ['--yes', '--no-install-recommends'] : [];
  await run('apt-get', [...quiet, ...only, ...args], {
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
    log: (line) => {
      // one line a package, of the several that dpkg prints
      if (line.startsWith('Setting up')) log(line);
    },
  });
}

const policy = '/usr/sbin/policy-rc.d';

/** Lets no package start the daemon that it brings (invoke-rc.d(8)), until the function that it gives is called. */
async function forbidDaemons(): Promise<() => Promise<void>> {
  const isOurs = await writeFile(policy, '#!/bin/sh\nexit 101\n', { flag: 'wx', mode: 0o755 }).then(
    () => true,
    () => false,
  );
  return async () => {
    if (isOurs) await rm(policy, { force: true });
  };
}

/** The unit that a package starts at boot, where it is called otherwise than the package. */
const units: Readonly<Record<string, string>> = { 'etcd-server': 'etcd' };
const servers = ['redis-server', 'nats-server', 'mosquitto', 'etcd-server', 'postgresql'];

/** A Redis that listens at 6379 from the next boot on is not what one asks for with `npm test`. */
async function keepFromBoot(packages: readonly string[]): Promise<void> {
  if (!(await exists('/run/systemd/system'))) return;
  const named = servers.filter((name) => packages.includes(name)).map((name) => units[name] ?? name);
  if (named.length > 0) await run('systemctl', ['disable', ...named]);
}
