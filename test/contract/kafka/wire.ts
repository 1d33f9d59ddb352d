/** How a broker of Kafka reads requests and writes answers: https://kafka.apache.org/protocol, by the client's own codec. */
import type net from 'node:net';
import { Reader, Writer } from '@platformatic/kafka';

/** By Kafka's numbers: what a broker of 4.1 says that it knows, and the one version that this one speaks of it. */
export const spoken = {
  0: { name: 'Produce', from: 0, to: 13, at: 11 },
  1: { name: 'Fetch', from: 4, to: 18, at: 12 },
  2: { name: 'ListOffsets', from: 1, to: 11, at: 9 },
  3: { name: 'Metadata', from: 0, to: 13, at: 12 },
  8: { name: 'OffsetCommit', from: 2, to: 10, at: 9 },
  9: { name: 'OffsetFetch', from: 1, to: 10, at: 9 },
  10: { name: 'FindCoordinator', from: 0, to: 6, at: 6 },
  11: { name: 'JoinGroup', from: 0, to: 9, at: 9 },
  12: { name: 'Heartbeat', from: 0, to: 4, at: 4 },
  13: { name: 'LeaveGroup', from: 0, to: 5, at: 5 },
  14: { name: 'SyncGroup', from: 0, to: 5, at: 5 },
  15: { name: 'DescribeGroups', from: 0, to: 6, at: 5 },
  17: { name: 'SaslHandshake', from: 0, to: 1, at: 1 },
  18: { name: 'ApiVersions', from: 0, to: 4, at: 3 },
  19: { name: 'CreateTopics', from: 2, to: 7, at: 7 },
  36: { name: 'SaslAuthenticate', from: 0, to: 2, at: 2 },
} as const;

export type Name = (typeof spoken)[keyof typeof spoken]['name'];

export interface Asked {
  readonly name: Name;
  readonly version: number;
  /** What the client calls itself. */
  readonly client: string;
  /** At what was asked, behind the header. */
  readonly reader: Reader;
}

/** Kafka's error codes, as far as this broker has a use for them. */
export const codes = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopic: 3,
  notLeader: 6,
  messageTooLarge: 10,
  invalidTopic: 17,
  illegalGeneration: 22,
  unknownMember: 25,
  rebalanceInProgress: 27,
  topicNotAllowed: 29,
  groupNotAllowed: 30,
  unsupportedMechanism: 33,
  illegalSaslState: 34,
  topicExists: 36,
  loginFailed: 58,
  memberIdRequired: 79,
} as const;

/** The longest request that is read, in bytes (socket.request.max.bytes). */
const largest = 100 * 1024 * 1024;

/**
 * Answers each request of a connection in its turn.
 * @param answer gives what follows the header, or nothing where the connection is to be closed
 */
export function serveConnection(
  socket: net.Socket,
  answer: (asked: Asked) => Promise<Writer | undefined> | Writer | undefined,
): void {
  let rest = Buffer.alloc(0);
  let turn: Promise<void> = Promise.resolve();
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      if (rest.length < 4) return;
      const length = rest.readInt32BE(0);
      // no request, but the beginning of TLS
      if (length > largest) return void socket.destroy();
      if (rest.length < 4 + length) return;
      const frame = rest.subarray(4, 4 + length);
      rest = rest.subarray(4 + length);
      turn = turn
        .then(() => reply(socket, frame, answer))
        .catch((error: unknown) => {
          // it is to be seen why a test fails
          process.stderr.write(`the broker of the tests: ${String((error as Error).stack)}\n`);
          socket.destroy();
        });
    }
  });
}

async function reply(
  socket: net.Socket,
  frame: Buffer,
  answer: (asked: Asked) => Promise<Writer | undefined> | Writer | undefined,
): Promise<void> {
  const reader = Reader.from(frame);
  const key = reader.readInt16() as keyof typeof spoken;
  const version = reader.readInt16();
  const correlation = reader.readInt32();
  const client = reader.readNullableString(false) ?? '';
  const known = spoken[key] as (typeof spoken)[keyof typeof spoken] | undefined;
  // a client asks what is known in the oldest version that it speaks, before it logs in
  const isRight = known && (version === known.at || (known.name === 'ApiVersions' && version < known.at));
  if (!isRight) throw new Error(`no version ${version} of request ${key}`);
  const isFlexible = isTagged(known.name, version);
  if (isFlexible) reader.readTaggedFields();
  const body = await answer({ name: known.name, version, client, reader });
  if (!body || socket.destroyed) return void socket.destroy();
  const head = Writer.create().appendInt32(correlation);
  // of this one alone the header is the old one, so that every client can read it
  if (isFlexible && known.name !== 'ApiVersions') head.appendTaggedFields();
  socket.write(head.appendFrom(body).prependLength().buffer);
}

function isTagged(name: Name, version: number): boolean {
  return name === 'ApiVersions' ? version >= 3 : name !== 'SaslHandshake';
}

export function versions({ version }: Asked): Writer {
  const isNew = version >= 3;
  const writer = Writer.create()
    .appendInt16(codes.none)
    .appendArray(
      Object.entries(spoken),
      (w, [key, { from, to }]) => void w.appendInt16(Number(key)).appendInt16(from).appendInt16(to),
      isNew,
      isNew,
    );
  if (version >= 1) writer.appendInt32(0);
  return isNew ? writer.appendTaggedFields() : writer;
}
