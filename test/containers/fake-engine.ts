/**
 * A container engine that has no containers: it answers what the ladder and testcontainers ask of the Docker Engine
 * API, and publishes, as the one server in its one container, a socket that answers like a Redis. So a test can have
 * it fail at each thing that it is asked.
 */
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How it answers one request instead; undefined: as it should. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeEngine extends AsyncDisposable {
  /** As DOCKER_HOST writes it. */
  readonly host: string;
  /** What it was asked: `POST /containers/create`, ids left out. */
  readonly asked: string[];
  /** Asked for each request, which is the n-th of its kind, from 1 on. */
  fault: (what: string, count: number) => Fault | undefined;
}

export async function fakeEngine(): Promise<FakeEngine> {
  const folder = await mkdtempDisposable(path.join(tmpdir(), 'slight-fake-engine-'));
  const socket = path.join(folder.path, 'docker.sock');
  const redis = createTcpServer((connection) => {
    connection.on('error', () => undefined);
    connection.on('data', () => connection.write('+PONG\r\n'));
  });
  redis.listen(0, '127.0.0.1');
  await once(redis, 'listening');
  const { port } = redis.address() as AddressInfo;
  let name: string | undefined;

  const answers: readonly (readonly [RegExp, (url: URL) => object | number | string | undefined])[] = [
    [/^GET \/_ping$/, () => 'OK'],
    [/^GET \/info$/, () => ({ OperatingSystem: 'fake', ServerVersion: '1', OSType: 'linux', NCPU: 1 })],
    [/^GET \/images\/ID\/json$/, () => ({ Id: 'image' })],
    [/^POST \/volumes\/create$/, () => ({ Name: 'volume' })],
    [/^GET \/volumes\/ID$/, () => ({ Name: 'volume' })],
    [
      /^POST \/containers\/create$/,
      ({ searchParams }) => ((name = searchParams.get('name') ?? ''), { Id: 'abc' }),
    ],
    [/^PUT \/containers\/ID\/archive$/, () => 200],
    [/^POST \/containers\/ID\/start$/, () => 204],
    // it runs on: who waits for its end waits
    [/^POST \/containers\/ID\/wait$/, () => undefined],
    [/^POST \/containers\/ID\/stop$/, () => (name === undefined ? 404 : 204)],
    [/^DELETE \/containers\/ID$/, () => (name === undefined ? 404 : ((name = undefined), 204))],
    [/^GET \/containers\/json$/, () => []],
    [/^GET \/containers\/ID\/json$/, () => (name === undefined ? 404 : inspected(name, port))],
  ];

  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://engine');
    const place = url.pathname.replace(
      /^(\/\w+)\/(?!create$|json$)(.+?)(?=\/(json|start|stop|wait|archive|logs)$|$)/,
      '$1/ID',
    );
    const what = `${request.method ?? ''} ${place}`;
    asked.push(what);
    const fault = engine.fault(what, asked.filter((one) => one === what).length);
    request.resume();
    request.on('end', () => {
      if (fault) {
        fault(request, response);
        return;
      }
      const [, answer] = answers.find(([pattern]) => pattern.test(what)) ?? [];
      const body = answer ? answer(url) : 404;
      if (body === undefined) response.flushHeaders();
      else if (typeof body === 'number')
        response.writeHead(body).end(body === 404 ? '{"message":"no such thing"}' : '');
      else if (typeof body === 'string') response.end(body);
      else response.writeHead(request.method === 'POST' ? 201 : 200).end(JSON.stringify(body));
    });
  });
  server.listen(socket);
  await once(server, 'listening');
  const engine: FakeEngine = {
    host: `unix://${socket}`,
    asked,
    fault: () => undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await new Promise((resolve) => redis.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
  return engine;
}

function inspected(name: string, port: number): object {
  const ports = { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] };
  return {
    Id: 'abc',
    Name: `/${name}`,
    State: { Running: true, Status: 'running', StartedAt: '2026-01-01T00:00:00Z' },
    Config: { Hostname: 'abc', Labels: {}, Env: [] },
    HostConfig: { PortBindings: ports },
    NetworkSettings: { Ports: ports, Networks: {} },
  };
}
