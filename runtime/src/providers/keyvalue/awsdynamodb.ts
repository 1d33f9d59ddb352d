/**
 * keyvalue.awsdynamodb: each bucket is a table (made where it is not there), each key an item with the attributes `key`
 * (a string) and `value` (bytes; slight's strings are read as well). What must happen in one step is a write with a
 * condition: it goes through only where the value is still as it was read.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { KeyValue } from '../../ports/keyvalue.ts';
import { accessOf } from '../aws/access.ts';
import { clientOptions } from '../aws/client.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { failure, isChanged, isWithoutTable } from './awsdynamodb/failure.ts';
import { needTable, requireTableName } from './awsdynamodb/table.ts';
import { add, format } from './counter.ts';
import { requireKey } from './keys.ts';
import { isSame, untilUnchanged } from './unchanged.ts';

/** Milliseconds for one call, its retries included. */
const callDeadline = 30_000;

export const provider: Provider<KeyValue> = { open: openDynamoDb };

export async function openDynamoDb(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal'>,
  deadline = callDeadline,
): Promise<KeyValue & AsyncDisposable> {
  requireTableName(name);
  const access = accessOf('keyvalue.awsdynamodb', configs);
  const { options, place } = clientOptions(access, 'DynamoDB', `dynamodb.${access.region}.amazonaws.com`);
  const { DynamoDBClient, GetItemCommand, PutItemCommand, DeleteItemCommand, ScanCommand } =
    await import('./awsdynamodb/library.ts');
  const client = new DynamoDBClient(options);

  const run = async <T>(call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> => {
    const abortSignal = AbortSignal.any([context.signal, AbortSignal.timeout(deadline)]);
    try {
      return await call(abortSignal).catch(async (error: unknown) => {
        if (!isWithoutTable(error)) throw error;
        // somebody deleted it, or the emulator was started anew
        await needTable(client, name, abortSignal);
        return call(abortSignal);
      });
    } catch (error) {
      throw failure(error, place, context.signal);
    }
  };

  const read = async (key: string, abortSignal: AbortSignal): Promise<AttributeValue | undefined> => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: name,
        Key: { key: { S: key } },
        ConsistentRead: true,
        ProjectionExpression: '#value',
        ExpressionAttributeNames: { '#value': 'value' },
      }),
      { abortSignal },
    );
    return item && (item['value'] ?? { B: new Uint8Array() });
  };

  /** Writes where the value is still the one that was read; anyhow where none is given. */
  const write = async (
    key: string,
    value: Uint8Array,
    abortSignal: AbortSignal,
    only?: { readonly current: AttributeValue | undefined },
  ): Promise<void> => {
    const condition = only && {
      ConditionExpression: only.current ? '#value = :current' : 'attribute_not_exists(#key)',
      ExpressionAttributeNames: only.current ? { '#value': 'value' } : { '#key': 'key' },
      ...(only.current && { ExpressionAttributeValues: { ':current': only.current } }),
    };
    await client.send(
      new PutItemCommand({ TableName: name, Item: { key: { S: key }, value: { B: value } }, ...condition }),
      { abortSignal },
    );
  };

  await run((abortSignal) => needTable(client, name, abortSignal)).catch((error: unknown) => {
    client.destroy();
    throw error;
  });

  return {
    async get(key) {
      requireKey(key);
      const value = await run((abortSignal) => read(key, abortSignal));
      return value && bytesOf(value);
    },

    async set(key, value) {
      requireKey(key);
      await run((abortSignal) => write(key, value, abortSignal));
    },

    async exists(key) {
      requireKey(key);
      const { Item: item } = await run((abortSignal) =>
        client.send(
          new GetItemCommand({
            TableName: name,
            Key: { key: { S: key } },
            ConsistentRead: true,
            ProjectionExpression: '#key',
            ExpressionAttributeNames: { '#key': 'key' },
          }),
          { abortSignal },
        ),
      );
      return item !== undefined;
    },

    async *keys() {
      let from: Record<string, AttributeValue> | undefined;
      do {
        const start = from;
        const page = await run((abortSignal) =>
          client.send(
            new ScanCommand({
              TableName: name,
              ConsistentRead: true,
              ProjectionExpression: '#key',
              ExpressionAttributeNames: { '#key': 'key' },
              ...(start && { ExclusiveStartKey: start }),
            }),
            { abortSignal },
          ),
        );
        for (const { key } of page.Items ?? []) if (key?.S !== undefined) yield key.S;
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
    },

    async delete(key) {
      requireKey(key);
      await run((abortSignal) =>
        client.send(new DeleteItemCommand({ TableName: name, Key: { key: { S: key } } }), { abortSignal }),
      );
    },

    async increment(key, delta) {
      requireKey(key);
      return run((abortSignal) =>
        untilUnchanged(abortSignal, isChanged, async () => {
          const current = await read(key, abortSignal);
          const sum = add(current && bytesOf(current), delta);
          await write(key, format(sum), abortSignal, { current });
          return sum;
        }),
      );
    },

    async swap(key, expected, value) {
      requireKey(key);
      return run((abortSignal) =>
        untilUnchanged(abortSignal, isChanged, async () => {
          const current = await read(key, abortSignal);
          if (!isSame(current && bytesOf(current), expected)) return false;
          await write(key, value, abortSignal, { current });
          return true;
        }),
      );
    },

    [Symbol.asyncDispose]() {
      client.destroy();
      return Promise.resolve();
    },
  };
}

/** Ours are bytes, slight's were strings. */
function bytesOf(value: AttributeValue): Uint8Array {
  return value.B ?? Buffer.from(value.S ?? '');
}
