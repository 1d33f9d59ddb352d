import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordsBatch } from '@platformatic/kafka';
import { messagesOf, replyHeader } from './records.ts';

/** A batch of texts from an offset on; `gone` of its offsets were compacted away. */
function batch(firstOffset: bigint, texts: readonly (string | null)[], given: Partial<RecordsBatch> = {}) {
  const records = texts.flatMap((text, offsetDelta) =>
    text === 'gone'
      ? []
      : [
          {
            ...{ length: 0, attributes: 0, timestampDelta: 0n, offsetDelta, key: null, headers: [] },
            value: text === null ? null : Buffer.from(text),
          },
        ],
  );
  return {
    ...{ firstOffset, length: 0, partitionLeaderEpoch: 0, magic: 2, crc: 0, attributes: 0 },
    ...{ lastOffsetDelta: texts.length - 1, firstTimestamp: 0n, maxTimestamp: 0n },
    ...{ producerId: -1n, producerEpoch: -1, firstSequence: -1, records },
    ...given,
  };
}

function read(
  records: RecordsBatch[] | null,
  from: bigint,
  aborted: readonly (readonly [bigint, bigint])[] = [],
) {
  const abortedTransactions = aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset }));
  const { messages, next } = messagesOf({ records, abortedTransactions }, from, 't');
  return {
    texts: messages.map(({ offset, message }) => `${offset} ${Buffer.from(message.body).toString()}`),
    next,
  };
}

test('messages are read from the offset that was asked for, also in the middle of a batch', () => {
  const records = [batch(3n, ['a', 'b', 'c']), batch(6n, ['d'])];
  assert.deepEqual(read(records, 4n), { texts: ['4 b', '5 c', '6 d'], next: 7n });
  assert.deepEqual(read(null, 4n), { texts: [], next: 4n });
  // the end of a batch whose last records are no longer kept
  assert.deepEqual(read([batch(3n, ['a', 'gone', 'gone'])], 4n), { texts: [], next: 6n });
});

test('a message without a value is empty', () => {
  assert.deepEqual(read([batch(0n, [null, ''])], 0n), { texts: ['0 ', '1 '], next: 2n });
});

test('what a transaction has taken back is no message, and what another has said is', () => {
  const transaction = { attributes: 0x10, producerId: 7n };
  const control = (offset: bigint) => batch(offset, ['end'], { attributes: 0x30, producerId: 7n });
  const records = [
    batch(0n, ['kept before'], transaction),
    control(1n),
    batch(2n, ['taken back'], transaction),
    batch(3n, ['of another'], { attributes: 0x10, producerId: 8n }),
    batch(4n, ['of nobody']),
    control(5n),
    batch(6n, ['kept after'], transaction),
  ];
  assert.deepEqual(read(records, 0n, [[7n, 2n]]), {
    texts: ['0 kept before', '3 of another', '4 of nobody', '6 kept after'],
    next: 7n,
  });
});

test('a message says where its answer is awaited', () => {
  const records = [batch(0n, ['question'])];
  records[0]?.records.forEach((one) =>
    Object.assign(one, { headers: [[replyHeader, Buffer.from('answers')]] }),
  );
  const { messages } = messagesOf({ records, abortedTransactions: null }, 0n, 't');
  assert.deepEqual(
    messages.map(({ message }) => message),
    [{ topic: 't', body: Buffer.from('question'), replyTo: 'answers' }],
  );
});
