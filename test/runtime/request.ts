/** One HTTP request by Node's own client, with what the client is told of the answer. */
import { request as send } from 'node:http';
import type { IncomingMessage } from 'node:http';

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly trailers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  /** Names and values, as they came. */
  readonly fields: readonly string[];
  readonly text: string;
  readonly trailers: Readonly<Record<string, string | undefined>>;
  /** Status and fields of the answers of 1xx before it. */
  readonly informed: readonly string[];
  /** False where the answer broke off. */
  readonly whole: boolean;
}

/** @throws Error where there is no answer at all */
export function ask(url: string, { method, headers, body, trailers }: Asked = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const informed: string[] = [];
    const options = { method: method ?? (body === undefined ? 'GET' : 'POST'), agent: false };
    const request = send(url, options, (response) => {
      read(response).then(
        (rest) => resolve({ ...rest, informed }),
        (error: unknown) => reject(error as Error),
      );
    });
    for (const [name, value] of Object.entries(headers ?? {})) request.setHeader(name, value);
    request.on('information', ({ statusCode, rawHeaders }) => {
      informed.push(`${statusCode} ${rawHeaders.join(' ')}`.trim());
    });
    request.on('error', reject);
    if (trailers) {
      request.setHeader('transfer-encoding', 'chunked');
      request.setHeader('trailer', Object.keys(trailers).join(', '));
      request.addTrailers(trailers);
    }
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Omit<Answered, 'informed'>> {
  const chunks: Buffer[] = [];
  let whole = true;
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch {
    whole = false;
  }
  return {
    status: response.statusCode ?? 0,
    fields: response.rawHeaders,
    text: Buffer.concat(chunks).toString(),
    trailers: response.trailers,
    whole: whole && response.complete,
  };
}
