/**
 * etcd's JSON gateway (https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/): gRPC's calls as POST, bytes in base64 and
 * 64-bit numbers as text, both ways. By Node's own HTTP client and not by fetch: its connections are to end with what
 * opened them, and fetch shares those of the whole process.
 */
import http from 'node:http';
import https from 'node:https';
import { urlHost } from '../../../network.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import type { LockingErrorCase } from '../../../ports/distributed-locking.ts';
import type { EtcdEndpoint } from './endpoint.ts';
import { refused, silent, stranger, unreachable } from './failure.ts';

/** `INVALID_ARGUMENT` … of gRPC do not reach us apart from each other in every version; the message does. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

export interface CallOptions {
  /** Milliseconds; absent: as long as it takes. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** The case of what etcd refuses. */
  readonly errorCase: LockingErrorCase;
  /** Refusals that the caller knows what to do with, and gets as they are. */
  readonly known?: RegExp;
}

export type Answer = Readonly<Record<string, unknown>>;

/** What etcd answered instead of what it was asked for. */
export class KnownRefusal extends Error {}

export class Gateway implements Disposable {
  readonly endpoint: EtcdEndpoint;
  readonly #agent: http.Agent;
  readonly #deadline: number;
  #token: Promise<string | undefined> | undefined;

  /** @param deadline for logging in, in milliseconds */
  constructor(endpoint: EtcdEndpoint, deadline: number) {
    this.endpoint = endpoint;
    this.#deadline = deadline;
    const { Agent } = endpoint.tls ? https : http;
    this.#agent = new Agent({ keepAlive: true });
  }

  /**
   * Calls `/v3/<path>`.
   * @throws CapabilityError; KnownRefusal; the signal's reason
   */
  async call(path: string, body: object, options: CallOptions): Promise<Answer> {
    const attempt = async () => {
      const token = await this.#login();
      return this.#post(path, body, options, token);
    };
    let answer = await attempt();
    if (
      'message' in answer &&
      this.endpoint.login &&
      /invalid auth token|token is not provided/.test(answer.message)
    ) {
      // etcd forgets tokens, after five minutes or when it starts anew
      this.#token = undefined;
      answer = await attempt();
    }
    if (!('message' in answer)) return answer.body;
    if (options.known?.test(answer.message)) throw new KnownRefusal(answer.message);
    throw refused(answer.message, options.errorCase, this.endpoint);
  }

  #login(): Promise<string | undefined> {
    const { login } = this.endpoint;
    if (!login) return Promise.resolve(undefined);
    const token = (this.#token ??= this.#authenticate(login));
    token.catch(() => {
      if (this.#token === token) this.#token = undefined;
    });
    return token;
  }

  async #authenticate(login: {
    readonly name: string;
    readonly password: string;
  }): Promise<string | undefined> {
    const options = { deadline: this.#deadline, errorCase: 'connection-error' } as const;
    const answer = await this.#post('auth/authenticate', login, options, undefined);
    if ('body' in answer) return String(answer.body['token']);
    // a server that asks nobody for a password, as the one that a run brings up
    if (answer.message.includes('authentication is not enabled')) return undefined;
    throw refused(answer.message, 'connection-error', this.endpoint);
  }

  #post(
    path: string,
    body: object,
    { deadline, signal }: CallOptions,
    token: string | undefined,
  ): Promise<Refusal | { readonly body: Answer }> {
    const { host, port, tls } = this.endpoint;
    const content = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = (tls ? https : http).request({
        ...{ host, port, method: 'POST', path: `/v3/${path}`, agent: this.#agent },
        headers: {
          Host: `${urlHost(host)}:${port}`,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(content),
          ...(token !== undefined && { Authorization: token }),
        },
        ...(signal && { signal }),
      });
      const timer =
        deadline === undefined
          ? undefined
          : setTimeout(() => request.destroy(silent(this.endpoint, deadline)), deadline);
      const fail = (error: unknown) => {
        clearTimeout(timer);
        if (signal?.aborted) reject(signal.reason as Error);
        else reject(error instanceof CapabilityError ? error : unreachable(error, this.endpoint));
      };
      request.on('error', fail);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(timer);
          const answer = read(response.statusCode ?? 0, Buffer.concat(chunks).toString());
          if (answer) resolve(answer);
          else reject(stranger(this.endpoint));
        });
      });
      request.end(content);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function read(status: number, text: string): Refusal | { readonly body: Answer } | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null) return undefined;
  if (status === 200) return { body: body as Answer };
  const { message, error } = body as Answer;
  const told = message ?? error;
  return typeof told === 'string' ? { status, message: told } : undefined;
}
