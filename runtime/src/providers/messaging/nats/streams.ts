/**
 * The streams of JetStream that keep messages until they are accepted. Topics are in one of slight's own, which keeps only
 * what somebody has asked for (retention by interest); where a stream of the server's has a topic already, that is used,
 * since no two may have the same. A queue is a stream by itself.
 */
import { createHash } from 'node:crypto';
import type { StreamInfo } from '@nats-io/jetstream';
import { CapabilityError } from '../../../ports/errors.ts';
import type { Link } from '../../nats/connection.ts';
import { makeStream, streamInfo, streamsOver } from '../../nats/stream.ts';
import { covers, together } from './subjects.ts';

export const topicsStream = 'slight';

/** How often the subjects are written again where another run writes them at the same time. */
const attempts = 10;

/** The stream that keeps what comes to a subject; made, or given the subject, where there is none. */
export async function streamOf(link: Link, subject: string): Promise<string> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await streamsOver(link, subject);
    const one = found.find(({ config }) => config.subjects.some((each) => covers(each, subject)));
    if (one) return one.config.name;
    const foreign = found.find(({ config }) => config.name !== topicsStream);
    if (foreign) {
      throw new CapabilityError(
        'queue-or-topic-not-found',
        `the stream ${foreign.config.name} of the server keeps a part of ${subject} alone. Subscribe to what it keeps, or give it ${subject}.`,
      );
    }
    const own = await streamInfo(link, topicsStream);
    if (!own) {
      await makeStream(link, { name: topicsStream, subjects: [subject], retention: 'interest' });
      continue;
    }
    await widen(link, own, [subject]);
  }
  throw new CapabilityError(
    'service-unavailable',
    `${subject} could not be added to the stream ${topicsStream}: others change it at the same time.`,
  );
}

/** Where two runs write the subjects at the same time, one write undoes the other: whoever writes puts back what consumers need. */
async function widen({ admin }: Link, own: StreamInfo, more: readonly string[]): Promise<void> {
  let subjects = together([...own.config.subjects, ...more]);
  for (let attempt = 0; attempt < attempts; attempt++) {
    await admin.streams.update(topicsStream, { ...own.config, subjects });
    const needed = await Array.fromAsync(admin.consumers.list(topicsStream));
    const wanted = needed.flatMap(({ config: { filter_subject: one } }) => (one === undefined ? [] : [one]));
    const { config } = await admin.streams.info(topicsStream);
    const missing = [...wanted, ...more].filter((one) => !config.subjects.some((each) => covers(each, one)));
    if (missing.length === 0) return;
    subjects = together([...config.subjects, ...missing]);
  }
}

/** The stream and the subject of a name's queue, made where it is not there. */
export async function queueOf(link: Link, name: string): Promise<{ stream: string; subject: string }> {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const [stream, subject] = [`slight-queue-${hash}`, `slight-queue.${hash}`];
  if (!(await streamInfo(link, stream))) {
    const description = name.slice(0, 1000);
    await makeStream(link, { name: stream, subjects: [subject], retention: 'workqueue', description });
  }
  return { stream, subject };
}
