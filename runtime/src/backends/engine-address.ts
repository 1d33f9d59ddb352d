/** Where a container engine would be: the places that Docker's own tools and testcontainers look at, in that order. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The engine's address as DOCKER_HOST writes it, and where that was found; undefined where there is no sign of one. */
export async function engineAddress(environment: Environment): Promise<string | undefined> {
  const home = environment['HOME'] ?? homedir();
  return (
    (await property(home, 'tc.host')) ??
    (environment['DOCKER_HOST'] || undefined) ??
    (await property(home, 'docker.host')) ??
    (await currentContext(home, environment)) ??
    sockets(home, environment).find((socket) => existsSync(socket.replace(/^\w+:\/\//, '')))
  );
}

/** testcontainers' own file of settings. */
async function property(home: string, name: string): Promise<string | undefined> {
  const text = await readFile(path.join(home, '.testcontainers.properties'), 'utf8').catch(() => '');
  const pattern = new RegExp(`^\\s*${name.replaceAll('.', '\\.')}\\s*[=:]\\s*(\\S+)`, 'm');
  return pattern.exec(text)?.[1]?.replaceAll('\\:', ':');
}

/** `docker context use`: Colima, OrbStack and Docker Desktop announce themselves by one. */
async function currentContext(home: string, environment: Environment): Promise<string | undefined> {
  const folder = environment['DOCKER_CONFIG'] ?? path.join(home, '.docker');
  const config = (await json(path.join(folder, 'config.json'))) as { currentContext?: string } | undefined;
  const name = environment['DOCKER_CONTEXT'] ?? config?.currentContext ?? 'default';
  if (name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = (await json(path.join(folder, 'contexts', 'meta', id, 'meta.json'))) as
    { Endpoints?: { docker?: { Host?: string } } } | undefined;
  return meta?.Endpoints?.docker?.Host;
}

async function json(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return undefined; // not there, or not ours to judge
  }
}

function sockets(home: string, environment: Environment): readonly string[] {
  if (process.platform === 'win32') return ['npipe:////./pipe/docker_engine'];
  const folders = [
    '/var/run',
    ...(environment['XDG_RUNTIME_DIR'] ? [environment['XDG_RUNTIME_DIR']] : []),
    path.join(home, '.docker', 'run'),
    path.join(home, '.docker', 'desktop'),
    `/run/user/${userInfo().uid}`,
  ];
  return folders.map((folder) => `unix://${path.join(folder, 'docker.sock')}`);
}
