/**
 * This user's login to an image's registry, as Docker's own settings keep it (`docker login`): in config.json, or in a
 * program of the system's that config.json names. testcontainers would read them too, but ends the whole process where
 * that file is no JSON, or where such a program ends before it has read what it was asked.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { dockerFolder } from './engine-address.ts';
import type { Environment } from './engine-address.ts';
import { readSettings } from './settings-file.ts';

const helperMs = 20_000;

/** Docker Hub, as Docker's settings call it. */
const hub = 'https://index.docker.io/v1/';

export type Login =
  /** The value of the header X-Registry-Auth. */
  | { readonly kind: 'login'; readonly header: string }
  /** Why there is none, in a sentence; without one, nobody has logged in. */
  | { readonly kind: 'none'; readonly reason?: string };

/** What the Docker Engine API calls AuthConfig. */
interface Auth {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

export async function registryLogin(
  image: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Login> {
  const registry = registryOf(image);
  const inline = environment['DOCKER_AUTH_CONFIG'];
  const source = inline ? 'DOCKER_AUTH_CONFIG' : path.join(dockerFolder(environment), 'config.json');
  try {
    const config = inline ? parse(inline) : await readConfig(source);
    const auth = await authOf(registry, config, environment, signal);
    if (!auth) return { kind: 'none' };
    const whole = JSON.stringify({ ...auth, serveraddress: registry });
    return { kind: 'login', header: Buffer.from(whole).toString('base64url') };
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof SyntaxError ? 'it is no JSON' : (error as Error).message;
    return { kind: 'none', reason: `The logins in ${source} cannot be used: ${why}.` };
  }
}

/** By Docker's rule: what stands before the first slash is a registry if it looks like a host. */
function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost && first !== 'docker.io' ? first : hub;
}

async function readConfig(file: string): Promise<Record<string, unknown>> {
  return parse((await readSettings(file)) ?? '{}');
}

function parse(content: string): Record<string, unknown> {
  return record(JSON.parse(content));
}

async function authOf(
  registry: string,
  { credHelpers, credsStore, auths }: Record<string, unknown>,
  environment: Environment,
  signal: AbortSignal,
): Promise<Auth | undefined> {
  const helper = record(credHelpers)[registry] ?? credsStore;
  if (typeof helper === 'string' && helper !== '') {
    const answer = await askHelper(`docker-credential-${helper}`, registry, environment, signal);
    if (answer) return answer;
  }
  const same = (key: string) => key === registry || key.endsWith(`://${registry}`);
  const entry = record(Object.entries(record(auths)).find(([key]) => same(key))?.[1]);
  const { auth, username, password, identitytoken } = entry;
  if (typeof identitytoken === 'string' && identitytoken !== '') return { identitytoken };
  if (typeof auth === 'string' && auth !== '') {
    const [user = '', ...rest] = Buffer.from(auth, 'base64').toString().split(':');
    return { username: user, password: rest.join(':') };
  }
  return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined;
}

/** The protocol of docker-credential-helpers: `get`, the registry in, JSON out; it fails where it knows none. */
async function askHelper(
  program: string,
  registry: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Auth | undefined> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(helperMs)]);
  const child = spawn(program, ['get'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: environment,
    signal: within,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', () => reject(new Error(`${program} cannot be started, or does not end`)));
    child.on('close', resolve);
  });
  // one that does not read says so by its answer
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${registry}\n`);
  const [code, answer] = await Promise.all([ended, text(child.stdout)]);
  if (code !== 0) return undefined;
  let known: Record<string, unknown>;
  try {
    known = parse(answer);
  } catch (error) {
    throw new Error(`${program} gives no JSON`, { cause: error });
  }
  const { Username: username, Secret: secret } = known;
  if (typeof username !== 'string' || typeof secret !== 'string') return undefined;
  return username === '<token>' ? { identitytoken: secret } : { username, password: secret };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
