/** The table of a store: made where it is not there, and waited for. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CapabilityError } from '../../../ports/errors.ts';
import { isMadeAlready, isWithoutTable } from './failure.ts';

/** Milliseconds between two questions whether a table that was made can be used. */
const interval = 100;

/**
 * The rules of https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html.
 * @throws CapabilityError `invalid-key`
 */
export function requireTableName(name: string): void {
  if (/^[A-Za-z0-9_.-]{3,255}$/.test(name)) return;
  throw new CapabilityError(
    'invalid-key',
    `"${name}" cannot name a table of DynamoDB. Choose 3 to 255 letters, digits, underscores, hyphens and dots.`,
  );
}

/**
 * Waits until the table can be used, and makes it where there is none: with the key `key`, paid by request.
 * @throws CapabilityError where it has another key
 */
export async function needTable(
  client: DynamoDBClient,
  table: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const { CreateTableCommand, DescribeTableCommand } = await import('./library.ts');
  for (;;) {
    try {
      const { Table: found } = await client.send(new DescribeTableCommand({ TableName: table }), {
        abortSignal,
      });
      requireOurKey(table, found?.KeySchema ?? []);
      if (found?.TableStatus !== 'CREATING') return;
    } catch (error) {
      if (!isWithoutTable(error)) throw error;
      const made = client.send(
        new CreateTableCommand({
          TableName: table,
          AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
        { abortSignal },
      );
      await made.catch((fault: unknown) => {
        if (!isMadeAlready(fault)) throw fault;
      });
    }
    await delay(interval, undefined, { signal: abortSignal });
  }
}

function requireOurKey(
  table: string,
  schema: readonly { readonly AttributeName?: string | undefined }[],
): void {
  if (schema.length === 1 && schema[0]?.AttributeName === 'key') return;
  throw new CapabilityError(
    'unexpected-error',
    `The table "${table}" has another key than the attribute "key" alone, so it is no store of keyvalue.awsdynamodb. Choose another name.`,
  );
}
