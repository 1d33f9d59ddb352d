/** A request to an app, and what came back. Knows nothing of VS Code. */

export interface OutgoingRequest {
  /** `POST` */
  readonly method: string;
  /** `http://127.0.0.1:3000/orders` */
  readonly url: string;
  readonly body?: Uint8Array;
  /** Of the body. */
  readonly contentType?: string;
}

export interface Answer {
  readonly status: number;
  /** `Not Found`; empty where the app gave none. */
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** From the request to the end of the body, in milliseconds. */
  readonly duration: number;
}

/** Why there is no answer, in one sentence. */
export class NoAnswer extends Error {}

/** The longest body that is read, in bytes. */
const longest = 256 * 2 ** 20;

/**
 * Sends it, and reads all of the answer, which may be a redirect: nobody is followed.
 * @throws NoAnswer where there is none; what the signal was aborted with where it was
 */
export async function send(
  { method, url, body, contentType }: OutgoingRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const begin = performance.now();
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal,
      ...(body && { body: Uint8Array.from(body) }),
      ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
    });
    const { status, statusText } = response;
    const read = await bytesOf(response);
    const duration = performance.now() - begin;
    return { status, statusText, headers: [...response.headers], body: read, duration };
  } catch (error) {
    if (signal.aborted || error instanceof NoAnswer) throw error;
    throw new NoAnswer(sentenceOf(error, new URL(url).origin), { cause: error });
  }
}

async function bytesOf({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // an endless answer is left where it is too long to be held
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    if ((size += chunk.length) > longest)
      throw new NoAnswer('The answer is longer than 256 MB, which is more than can be kept here.');
  }
  return Buffer.concat(chunks);
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nothing listens there',
  ECONNRESET: 'closed the connection before all of the answer had come',
  UND_ERR_SOCKET: 'closed the connection before all of the answer had come',
  UND_ERR_HEADERS_TIMEOUT: 'gave no answer within five minutes',
  UND_ERR_BODY_TIMEOUT: 'sent nothing more of its answer for five minutes',
};

function sentenceOf(error: unknown, origin: string): string {
  const causes = [];
  for (let one: unknown = error; one instanceof Error; one = one.cause) causes.push(one);
  const code = causes.map((one) => (one as NodeJS.ErrnoException).code).find((one) => one !== undefined);
  if (code !== undefined && Object.hasOwn(words, code)) return `${origin} ${words[code]}.`;
  const last = causes.at(-1)?.message ?? String(error);
  return `${origin} could not be asked: ${last.replace(/\.$/, '')}.`;
}
