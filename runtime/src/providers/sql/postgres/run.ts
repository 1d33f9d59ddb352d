/** One statement on one connection: its rows as they come, its deadline, and its end from outside. */
import type { Client, PoolClient, Query, QueryArrayConfig } from 'pg';
import { CapabilityError } from '../../../ports/errors.ts';
import { resultLimit } from '../../../ports/sql.ts';
import type { Result, SqlValue, Statement } from '../../../ports/sql.ts';
import { tooLarge } from '../limits.ts';
import { readText } from '../text.ts';
import { endsConnection, givenUp, tooLong } from './failure.ts';
import { toPostgres, types } from './values.ts';

export interface Ran extends Result {
  /** Rows that were changed, or given; of several statements, by the last. */
  readonly count: number;
  /** What the last statement was: `INSERT`, `COMMIT`. */
  readonly command: string | undefined;
}

export interface Limits {
  /** Milliseconds that it may take. */
  readonly deadline: number;
  /** Each of them gives it up. */
  readonly signals: readonly AbortSignal[];
  /** Has the server cancel what the connection is at. */
  readonly cancel: (client: PoolClient) => void;
  /** Milliseconds after which a connection is thrown away on which a cancelled statement does not end. */
  readonly grace: number;
  /** Told where the connection is of no use any more. */
  readonly broken: () => void;
}

/** What pg tells of each statement of a text. */
interface Told {
  readonly fields: readonly { readonly name: string }[];
  readonly rowCount: number | null;
  readonly command: string | null;
}

type MakeQuery = new (config: QueryArrayConfig, values?: unknown[]) => Query;

const absent: SqlValue = { tag: 'null' };

/**
 * @throws CapabilityError where it was given up, took too long or gave too much; what pg threw otherwise
 */
export function run(
  client: PoolClient,
  statement: Statement,
  limits: Limits,
  makeQuery: MakeQuery,
): Promise<Ran> {
  const { text, statements } = readText(statement, 'postgres');
  if (statements.some((one) => one.verb === 'COPY' && /\bSTD(?:IN|OUT)\b/i.test(one.text))) {
    throw new CapabilityError(
      'syntax-error',
      'COPY to or from a client needs a stream, which a guest does not have. Use INSERT or SELECT.',
    );
  }
  const config = { text, values: statement.parameters.map(toPostgres), rowMode: 'array', types };
  const query = new makeQuery(config as unknown as QueryArrayConfig);
  return new Promise((resolve, reject) => {
    let rows: SqlValue[][] = [];
    let of: unknown;
    let size = 0;
    let why: Error | undefined;
    let grace: NodeJS.Timeout | undefined;
    const giveUp = (reason: Error) => {
      if (why) return;
      why = reason;
      rows = [];
      limits.cancel(client);
      grace = setTimeout(() => {
        settle();
        limits.broken();
        reject(reason);
        (
          client as unknown as Client & { connection: { stream: { destroy(): void } } }
        ).connection.stream.destroy();
      }, limits.grace);
    };
    const abort = () => giveUp(givenUp());
    const timer = setTimeout(() => giveUp(tooLong(limits.deadline)), limits.deadline);
    const settle = () => {
      clearTimeout(timer);
      clearTimeout(grace);
      for (const signal of limits.signals) signal.removeEventListener('abort', abort);
    };
    for (const signal of limits.signals) signal.addEventListener('abort', abort);

    query.on('row', (found: unknown, result: unknown) => {
      if (why) return;
      if (result !== of) rows = [];
      of = result;
      const row = found as (SqlValue | null)[];
      for (const [index, value] of row.entries()) {
        if (value === null) row[index] = absent;
        else if (value.tag === 'str' || value.tag === 'binary') size += value.val.length;
        else size += 8;
      }
      rows.push(row as SqlValue[]);
      if (size > resultLimit) giveUp(tooLarge());
    });
    query.on('end', (results: unknown) => {
      settle();
      if (why) {
        reject(why);
        return;
      }
      const all = (Array.isArray(results) ? results : [results]) as Told[];
      const giving = all.findLast(({ fields }) => fields.length > 0);
      const last = all.at(-1);
      resolve({
        columns: giving?.fields.map(({ name }) => name) ?? [],
        rows: giving === of ? rows : [],
        count: last?.rowCount ?? 0,
        command: last?.command ?? undefined,
      });
    });
    query.on('error', (error: Error) => {
      settle();
      if (endsConnection(error)) limits.broken();
      reject(why ?? error);
    });
    if (limits.signals.some(({ aborted }) => aborted)) {
      settle();
      reject(givenUp());
      return;
    }
    client.query(query);
  });
}
