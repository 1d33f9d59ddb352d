/** A request that goes to the function of the guest that its route names. */
import type { Exchange, Route } from '../ports/http.ts';
import type { Pool } from './pool.ts';

/** The answer as the guest gives it: `response` of http-types. */
interface Response {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: Uint8Array;
}

export async function answerRoute(exchange: Exchange, routes: readonly Route[], pool: Pool): Promise<void> {
  const route = routes.find(
    ({ method, pattern }) => method === exchange.method && pattern === exchange.target,
  );
  if (!route) {
    await exchange.respond(404, []).finish();
    return;
  }
  const request = {
    method: exchange.method.toLowerCase(),
    uri: exchange.target,
    headers: exchange.headers.map(([name, value]) => [name, value]),
    params: [],
    body: new Uint8Array(),
  };
  const answer = (await pool.use((instance) =>
    instance.call('', route.handler.replaceAll('_', '-'), [request]),
  )) as Response;
  const body = exchange.respond(answer.status, answer.headers ?? []);
  if (answer.body) body.output.write(answer.body);
  await body.finish();
}
