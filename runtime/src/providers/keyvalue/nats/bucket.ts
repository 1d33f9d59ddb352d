/** The stream of a store, and the subjects of its keys. */
import { CapabilityError } from '../../../ports/errors.ts';
import { escapedNames } from '../../escaped-names.ts';
import type { Link } from '../../nats/connection.ts';
import { makeStream, streamInfo } from '../../nats/stream.ts';
import { requireKey } from '../keys.ts';

export interface Bucket {
  readonly stream: string;
  /** All of its subjects. */
  readonly subjects: string;
  /** @throws CapabilityError `invalid-key` */
  subjectOf(key: string): string;
  /** Undefined where it is the subject of no key. */
  keyOf(subject: string): string | undefined;
}

/** What a key's subject may hold, by ADR-8: letters, digits and `-/_=`, with single dots between. */
const keyNames = escapedNames(/[^-/=.\w]|^\.|\.$|(?<=\.)\./u);

/** A line of NATS's protocol has 4,096 bytes where nothing else is said; the stream's name is in it twice. */
const longest = 3000;

/** @throws CapabilityError `invalid-key` where no bucket can have the name */
export function bucketOf(name: string): Bucket {
  if (!/^[-\w]{1,200}$/.test(name)) {
    throw new CapabilityError(
      'invalid-key',
      `"${name}" cannot name a bucket of NATS. Choose up to 200 letters, digits, underscores and hyphens.`,
    );
  }
  const prefix = `$KV.${name}.`;
  return {
    stream: `KV_${name}`,
    subjects: `${prefix}>`,
    subjectOf(key) {
      requireKey(key);
      const encoded = keyNames.encode(key);
      if (encoded.length <= longest) return prefix + encoded;
      throw new CapabilityError(
        'invalid-key',
        `The key is too long for NATS: at most ${longest} bytes, where each that is no letter, digit, "-", "/", "_" or "." counts as three.`,
      );
    },
    keyOf: (subject) => keyNames.decode(subject.slice(prefix.length)),
  };
}

/** Makes the bucket where there is none. */
export async function needBucket(link: Link, { stream, subjects }: Bucket): Promise<void> {
  if (await streamInfo(link, stream)) return;
  await makeStream(link, {
    name: stream,
    subjects: [subjects],
    max_msgs_per_subject: 1,
    discard: 'new',
    allow_rollup_hdrs: true,
    deny_delete: true,
    allow_direct: true,
  });
}
