/** The keys of a bucket, and the messages that say of one that it was deleted. */
import type { MsgHdrs } from '@nats-io/transport-node';
import type { Link } from '../../nats/connection.ts';
import type { Bucket } from './bucket.ts';

/** What is said in a message's headers where its key was deleted: `DEL` or `PURGE`. */
export const operation = 'KV-Operation';

/** What is said there where the server itself deleted it: its time was over. */
const reason = 'Nats-Marker-Reason';

/** Messages that are asked for in one go. */
const page = 1000;

/** How long the server may gather them, in milliseconds. */
const gatherMs = 1000;

/** Whether a message says that its key was deleted. */
export function isMarker(headers: MsgHdrs | undefined): boolean {
  return headers !== undefined && (headers.has(operation) || headers.has(reason));
}

/** The subjects of the keys that are there. */
export async function subjectsIn(link: Link, bucket: Bucket): Promise<ReadonlySet<string>> {
  const { state } = await link.admin.streams.info(bucket.stream, { subjects_filter: bucket.subjects });
  const subjects = new Set(Object.keys(state.subjects ?? {}));
  // of a key that was deleted, a message that says so is left
  for (const subject of await deletedIn(link, bucket, subjects.size)) subjects.delete(subject);
  return subjects;
}

/** Of so many subjects, those whose last message says that the key was deleted. */
async function deletedIn({ streams }: Link, bucket: Bucket, count: number): Promise<ReadonlySet<string>> {
  const deleted = new Set<string>();
  if (count === 0) return deleted;
  const consumer = await streams.consumers.get(bucket.stream, {
    filter_subjects: bucket.subjects,
    deliver_policy: 'last_per_subject',
    headers_only: true,
  });
  try {
    // others may write meanwhile: what they add is not waited for
    for (let left = count; left > 0;) {
      const batch = await consumer.fetch({ max_messages: Math.min(left, page), expires: gatherMs });
      let pending: number | undefined;
      for await (const message of batch) {
        ({ pending } = message.info);
        left = Math.min(left - 1, pending);
        if (isMarker(message.headers)) deleted.add(message.subject);
        else deleted.delete(message.subject);
      }
      if (pending === undefined) left = Math.min(left, (await consumer.info()).num_pending);
    }
  } finally {
    await consumer.delete();
  }
  return deleted;
}
