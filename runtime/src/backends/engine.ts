/**
 * What the ladder asks a container engine besides to start a container, which is testcontainers' work: whether it is
 * there, and what runs. It is spoken to directly (Docker Engine API, HTTP), since testcontainers has no time-outs, no
 * progress of a pull and no errors of one, and takes a quarter of a second to load.
 *
 * dockerode, on which testcontainers stands, is not used here either. A run that only finds its server in a container
 * took 1.25 times as long with it (402 ms for 327, `slight status` 289 for 199), and 1.05 with docker-modem alone. It
 * reads DOCKER_HOST and DOCKER_CERT_PATH of the process whatever it is told, holds an answer of any length in memory,
 * and makes Node warn of `url.parse()` for an engine at a port.
 */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { isLocal, hostOf } from './address.ts';
import { socketPath } from './engine-address.ts';
import type { Environment } from './engine-address.ts';
import { requireFile } from './settings-file.ts';

export interface Engine {
  /** As DOCKER_HOST writes it. */
  readonly address: string;
  /**
   * The answer's body.
   * @throws EngineError where the engine refuses
   */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, options: CallOptions): Promise<string>;
  /** The answer's lines, each read as JSON, as they come. */
  lines(method: 'POST', path: string, options: CallOptions): AsyncIterable<unknown>;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The engine answered, and said no. */
export class EngineError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'EngineError';
    this.status = status;
  }
}

/** The engine at an address. Nothing is sent before the first call. */
export function engineAt(address: string, environment: Environment): Engine {
  const send = sender(address, environment);
  const open = async (method: string, path: string, options: CallOptions) => {
    const response = await send(method, path, options);
    const status = response.statusCode ?? 0;
    if (status < 400) return response;
    const answer = await wholeOf(response);
    throw new EngineError(status, messageOf(answer) ?? `HTTP ${status}`);
  };
  return {
    address,
    call: async (method, path, options) => wholeOf(await open(method, path, options)),
    async *lines(method, path, options) {
      let rest = '';
      for await (const chunk of (await open(method, path, options)).setEncoding('utf8')) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        if (rest.length > longest) throw endless();
        for (const line of lines) if (line.trim() !== '') yield read(line);
      }
    },
  };
}

/** Whether ports that the engine publishes on 127.0.0.1 are ports of this machine. */
export function isOnThisMachine(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (/^(unix|npipe):$/.test(url.protocol) || isLocal(hostOf(url)));
}

type Send = (method: string, path: string, options: CallOptions) => Promise<http.IncomingMessage>;

function sender(address: string, environment: Environment): Send {
  const url = new URL(address);
  const isSocket = url.protocol === 'unix:' || url.protocol === 'npipe:';
  const tls = environment['DOCKER_TLS_VERIFY'] === '1' || url.protocol === 'https:';
  const place = isSocket
    ? { socketPath: socketPath(address) }
    : { host: hostOf(url), port: url.port || (tls ? 2376 : 2375), ...(tls && certificates(environment)) };
  return (method, path, { signal, body, headers }) =>
    new Promise((resolve, reject) => {
      const request = (tls && !isSocket ? https : http).request(
        {
          ...place,
          method,
          path,
          signal,
          agent: false,
          headers: { Host: 'engine', 'Content-Type': 'application/json', ...headers },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

function certificates({ DOCKER_CERT_PATH: folder }: Environment): Record<string, Buffer> {
  if (!folder) return {};
  const read = (name: string) => {
    requireFile(path.join(folder, name));
    return readFileSync(path.join(folder, name));
  };
  try {
    return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`the certificates in DOCKER_CERT_PATH, ${folder}, cannot be read (${code ?? message})`, {
      cause: error,
    });
  }
}

/** The most that an answer, or a line of one, may have, in characters: a list of all of a machine's containers is less. */
const longest = 2 ** 24;

function endless(): Error {
  return new Error('its answer does not end');
}

async function wholeOf(response: http.IncomingMessage): Promise<string> {
  let whole = '';
  for await (const chunk of response.setEncoding('utf8')) {
    whole += String(chunk);
    // to leave it ends the connection
    if (whole.length > longest) throw endless();
  }
  return whole;
}

function messageOf(answer: string): string | undefined {
  try {
    const { message } = JSON.parse(answer) as { message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

function read(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    throw new Error('what the engine answers is no JSON', { cause: error });
  }
}
