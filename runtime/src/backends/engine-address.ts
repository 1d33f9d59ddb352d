/** Where a container engine would be: the places that Docker's own tools and testcontainers look at, in that order. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { messageOf } from './failure.ts';
import { readSettings } from './settings-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where to look: at one place that somebody named, or at each that is there, with what is wrong with the settings that
 * may name one; or why nowhere. In plain sentences.
 */
export type EnginePlaces =
  | { readonly kind: 'places'; readonly addresses: readonly string[]; readonly remark?: string }
  | { readonly kind: 'fault'; readonly reason: string };

/** The engine's address as DOCKER_HOST writes it. */
export async function enginePlaces(environment: Environment): Promise<EnginePlaces> {
  const home = homeOf(environment);
  const named =
    (await property(home, 'tc.host')) ??
    setting('DOCKER_HOST', environment['DOCKER_HOST']) ??
    (await property(home, 'docker.host')) ??
    (await currentContext(environment));
  if (named === undefined) {
    const addresses = sockets(home, environment).filter((socket) => existsSync(socketPath(socket)));
    const remark = await settingsFault(environment);
    return { kind: 'places', addresses, ...(remark !== undefined && { remark }) };
  }
  if ('reason' in named) return { kind: 'fault', reason: named.reason };
  const fault = faultOf(named);
  return fault === undefined
    ? { kind: 'places', addresses: [named.address] }
    : { kind: 'fault', reason: fault };
}

/** An address as people may see it: without a name and a password in it. */
export function shownAddress(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//••••@');
}

/** The file of a socket. */
export function socketPath(address: string): string {
  return address.replace(/^\w+:\/\//, '');
}

/** Where this user's settings are; empty for a user without a home, as containers have them. */
export function homeOf(environment: Environment): string {
  try {
    return environment['HOME'] ?? homedir();
  } catch {
    return '';
  }
}

/** Where Docker keeps its settings. */
export function dockerFolder(environment: Environment): string {
  return environment['DOCKER_CONFIG'] || path.join(homeOf(environment), '.docker');
}

interface Named {
  readonly address: string;
  /** What names it: `DOCKER_HOST`. */
  readonly by: string;
}

function setting(by: string, address: string | undefined): Named | undefined {
  return address ? { by, address } : undefined;
}

/** Why what is named is no engine's address. */
function faultOf({ address, by }: Named): string | undefined {
  const shown = address.replace(/[^/@]*@/, '••••@');
  const unused = (why: string) => `No container engine is used: ${by} is "${shown}", ${why}.`;
  const right = 'write tcp://127.0.0.1:2375 or unix:///var/run/docker.sock, with the place in question';
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address) ?? [];
  if (scheme === undefined) return unused(`which has no scheme: ${right}`);
  if (/^ssh$/i.test(scheme)) return unused('and an engine over ssh has its ports on another machine');
  if (!/^(unix|npipe|tcp|https?)$/i.test(scheme))
    return unused(`and ${scheme}:// leads to no engine: ${right}`);
  if (!URL.canParse(address)) return unused(`which is no address: ${right}`);
  return undefined;
}

/** testcontainers' own file of settings. */
async function property(home: string, name: string): Promise<Named | undefined> {
  const file = path.join(home, '.testcontainers.properties');
  const text = (await readSettings(file).catch(() => undefined)) ?? '';
  const pattern = new RegExp(`^\\s*${name.replaceAll('.', '\\.')}\\s*[=:]\\s*(\\S+)`, 'm');
  return setting(`${name} in ${file}`, pattern.exec(text)?.[1]?.replaceAll('\\:', ':'));
}

/** `docker context use`: Colima, OrbStack and Docker Desktop announce themselves by one. */
async function currentContext(
  environment: Environment,
): Promise<Named | { readonly reason: string } | undefined> {
  const folder = dockerFolder(environment);
  const wanted = environment['DOCKER_CONTEXT'];
  const config = (await json(path.join(folder, 'config.json'))) as { currentContext?: unknown } | undefined;
  const name = wanted || config?.currentContext;
  if (typeof name !== 'string' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = (await json(path.join(folder, 'contexts', 'meta', id, 'meta.json'))) as
    { Endpoints?: { docker?: { Host?: unknown } } } | undefined;
  const host = meta?.Endpoints?.docker?.Host;
  if (typeof host === 'string') return setting(`the Docker context "${name}"`, host);
  // of an engine that was removed, its context may stay the current one
  if (!wanted) return undefined;
  return {
    reason: `No container engine is used: DOCKER_CONTEXT names the context "${name}", which Docker does not know. docker context ls lists those that it knows.`,
  };
}

/** What keeps Docker's settings from naming an engine, as they may have been meant to. */
async function settingsFault(environment: Environment): Promise<string | undefined> {
  const file = path.join(dockerFolder(environment), 'config.json');
  try {
    JSON.parse((await readSettings(file)) ?? '{}');
    return undefined;
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is no JSON' : messageOf(error);
    return `Docker's settings in ${file} cannot be used: ${why}.`;
  }
}

async function json(file: string): Promise<unknown> {
  try {
    return (JSON.parse((await readSettings(file)) ?? '{}') as unknown) ?? undefined;
  } catch {
    return undefined; // not there, or not ours to judge
  }
}

function sockets(home: string, environment: Environment): readonly string[] {
  if (process.platform === 'win32') return ['npipe:////./pipe/docker_engine'];
  const user = process.getuid?.();
  const folders = [
    '/var/run',
    ...(environment['XDG_RUNTIME_DIR'] ? [environment['XDG_RUNTIME_DIR']] : []),
    path.join(home, '.docker', 'run'),
    path.join(home, '.docker', 'desktop'),
    ...(user === undefined ? [] : [`/run/user/${user}`]),
  ];
  return [...new Set(folders)].map((folder) => `unix://${path.join(folder, 'docker.sock')}`);
}
