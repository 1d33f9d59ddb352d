/** A stream of JetStream: looked up, and made where it is not there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamConfig, StreamInfo } from '@nats-io/jetstream';
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
