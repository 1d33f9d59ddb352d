/** What the tests of the server have it answer with, and how a handler reads and writes. */
import { listen } from '@slight/runtime/http/server.ts';
import type { Listening, ListenOptions } from '@slight/runtime/http/server.ts';
import type { Exchange, Fields, Handler } from '@slight/runtime/ports/http.ts';

/** On a free port of this machine. */
export function serving(handler: Handler, options: Partial<ListenOptions> = {}): Promise<Listening> {
  return listen({ host: '127.0.0.1', port: 0, handler, ...options });
}

export async function reply(
  exchange: Exchange,
  text: string,
  { status = 200, fields = [] }: { readonly status?: number; readonly fields?: Fields } = {},
): Promise<void> {
  const body = exchange.respond(status, fields);
  if (text !== '') body.output.write(Buffer.from(text));
  await body.finish();
}

/** The whole body. @throws Error where it breaks off */
export async function textOf({ body, signal }: Exchange): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf({ body, signal })) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export async function* chunksOf({
  body: { input },
  signal,
}: Pick<Exchange, 'body' | 'signal'>): AsyncGenerator<Uint8Array> {
  for (;;) {
    while (!input.ready()) await input.wait(signal);
    const bytes = input.read(64 * 1024);
    if (!bytes) return;
    if (bytes.length > 0) yield bytes;
  }
}

/** Answers with what came, as it comes. */
export async function echo(exchange: Exchange): Promise<void> {
  const { output, finish } = bodyOf(exchange);
  for await (const chunk of chunksOf(exchange)) {
    while (output.room?.() === 0) await output.wait?.(exchange.signal);
    output.write(chunk);
  }
  await finish(exchange.body.trailers());
}

function bodyOf(exchange: Exchange) {
  const body = exchange.respond(200, []);
  return { output: body.output, finish: (trailers: Fields) => body.finish(trailers) };
}
