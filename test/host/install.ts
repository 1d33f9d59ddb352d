/**
 * A real VS Code for machines that cannot download one: the VS Code server inside npm's code-server package,
 * content pinned by vscode/package-lock.json and by the shrinkwrap inside the package, kept in .cache/vscode.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { run } from '../setup/run.ts';

const repository = resolve(import.meta.dirname, '../..');
const pinned = join(import.meta.dirname, 'vscode');
const folder = join(repository, '.cache/vscode');
const stamp = join(folder, 'installed');

/** An installed VS Code server. */
export interface VSCode {
  /** The folder that holds out/server-main.js. */
  readonly root: string;
  /** The Node that it runs on. */
  readonly node: string;
}

/** The VS Code in .cache, or undefined where it is not installed or an older one is. */
export async function installedVSCode(): Promise<VSCode | undefined> {
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  if (installed !== (await fingerprint())) return undefined;
  return {
    root: join(folder, 'node_modules/code-server/lib/vscode'),
    node: join(repository, 'node_modules/node/bin/node'),
  };
}

/** Installs it, in about two minutes; at once where it is there already. `log` gets npm's output line by line. */
export async function installVSCode(log: (line: string) => void): Promise<VSCode> {
  const found = await installedVSCode();
  if (found) return found;
  await rm(folder, { recursive: true, force: true });
  await cp(pinned, folder, { recursive: true });

  const root = join(folder, 'node_modules/code-server/lib/vscode');
  const node = join(repository, 'node_modules/node/bin/node');
  // npm's own scripts must run on the Node that will load what they build
  const environment = {
    PATH: [dirname(node), process.env['PATH']].join(delimiter),
    ...(await nodeHeaders()),
  };
  const npm = (cwd: string, ...args: string[]): Promise<string> =>
    run('npm', args, { cwd, environment, log });

  await npm(folder, 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
  await npm(root, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund');
  await npm(join(root, 'extensions'), 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund');
  // The other native modules ship prebuilt, or are left out: kerberos is for proxies only and needs libkrb5-dev
  await npm(root, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '@vscode/deviceid').catch(() =>
    log('There is no compiler for native modules here: VS Code works all the same, and keeps no log files.'),
  );
  await writeFile(stamp, await fingerprint());
  return { root, node };
}

async function fingerprint(): Promise<string> {
  const lock = await readFile(join(pinned, 'package-lock.json'));
  return createHash('sha256').update(lock).digest('hex');
}

/** node-gyp downloads Node's headers unless it is told where they are; its native modules use Node-API only, so any Node's do. */
async function nodeHeaders(): Promise<Record<string, string>> {
  if (process.env['npm_config_nodedir']) return {};
  const present = await access('/usr/include/node/node_api.h', constants.R_OK).then(
    () => true,
    () => false,
  );
  return present ? { npm_config_nodedir: '/usr' } : {};
}
