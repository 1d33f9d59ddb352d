/** A stream of JetStream: looked up, and made where it is not there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError, StreamConfig, StreamInfo } from '@nats-io/jetstream';
import { CapabilityError } from '../../ports/errors.ts';
import type { Link } from './connection.ts';
import { streamCode } from './failure.ts';

/** What the server knows of a stream; undefined where there is none of this name. */
export async function streamInfo({ admin }: Link, name: string): Promise<StreamInfo | undefined> {
  try {
    return await admin.streams.info(name);
  } catch (error) {
    if (error instanceof Error && error.name === 'StreamNotFoundError') return undefined;
    throw error;
  }
}

/** What the server answers to who asks for its streams; where it refuses, an error instead. */
interface Page {
  readonly type?: string;
  readonly total?: number;
  readonly streams?: readonly StreamInfo[] | null;
  readonly error?: ApiError;
}

/**
 * The streams that keep something of what a subject asks for. Asked without the client's listing, which writes to stderr
 * where another than JetStream answers.
 * @throws CapabilityError where a stream of others answers in the place of JetStream
 */
export async function streamsOver({ nats, streams }: Link, subject: string): Promise<readonly StreamInfo[]> {
  const { JetStreamApiError } = await import('./library.ts');
  const { timeout = 10_000 } = streams.getOptions();
  const found: StreamInfo[] = [];
  for (;;) {
    const query = JSON.stringify({ subject, offset: found.length });
    const page = (await nats.request('$JS.API.STREAM.LIST', query, { timeout })).json<Page>();
    if (page.type !== 'io.nats.jetstream.api.v1.stream_list_response') {
      throw new CapabilityError(
        'service-unavailable',
        'A stream of the NATS server keeps what JetStream itself is asked, such as all of ">", and answers in its place: delete that stream.',
      );
    }
    if (page.error) throw new JetStreamApiError(page.error);
    found.push(...(page.streams ?? []));
    if (!page.streams?.length || found.length >= (page.total ?? 0)) return found;
  }
}

/** Whether it says that no stream has the subject, or that there is none of the name. */
export function isWithoutStream(error: unknown): boolean {
  return error instanceof Error && withoutStream.test(error.name);
}

const withoutStream = /^(?:StreamNotFoundError|NoRespondersError|JetStreamNotEnabled)$/;

/**
 * Lets the server end a deletion: it tells of it before it removes the files, and would remove those of a stream that is
 * made again meanwhile.
 */
export async function untilDeleted(): Promise<void> {
  await sleep(500, undefined, { ref: false });
}

/** Makes a stream, unless another run was first. */
export async function makeStream(
  { admin }: Link,
  config: Partial<StreamConfig> & Pick<StreamConfig, 'name'>,
): Promise<void> {
  try {
    await admin.streams.add(config);
  } catch (error) {
    // the name, or a subject of it, is in use
    if (![10058, 10065].includes(streamCode(error) ?? 0)) throw error;
  }
}
