/** SpiderLightning's SQL: `sql` of legacy modules, and today's component package, which has transactions. */
import type {
  Isolation,
  Result,
  Sql,
  SqlValue,
  Statement,
  Statements,
  Transaction,
} from '../../ports/sql.ts';
import { sqlErrors } from '../../ports/sql.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { failing, withCase } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import { Opened } from '../opened.ts';
import { HostResource } from '../values.ts';
import type { HostFunction } from '../values.ts';
import { rowItems } from './rows.ts';

type Database = Opened<'sql'>;

class Prepared extends HostResource {
  readonly statement: Statement;

  constructor(statement: Statement) {
    super('statement');
    this.statement = statement;
  }
}

/** What the guest holds until it is over; `port` is gone then. */
class Begun extends HostResource {
  port: Transaction | undefined;
  /** Called once it is over. */
  readonly over: () => void;

  constructor(port: Transaction, openedAs: string | undefined, over: () => void) {
    super('transaction', openedAs);
    this.port = port;
    this.over = over;
  }
}

/** The cases that the legacy interface has. */
const legacyErrors = ['syntax-error', 'constraint-violation', 'access-violation', 'unexpected-error'];

/** One file of two interfaces: they differ in how rows and parameters look, and in transactions. */
export const host: Host = {
  create(interfaceName, context) {
    const isLegacy = interfaceName === 'sql';
    const functions = isLegacy ? legacy(context) : component(context);
    return {
      name: interfaceName,
      functions: failing(withCase(isLegacy ? legacyErrors : sqlErrors), functions, {
        interfaceName,
        context,
      }),
    };
  },
};

function legacy(context: HostContext): Record<string, HostFunction> {
  return {
    ...shared(context),
    '[static]statement.prepare': (text: string, parameters: readonly string[]) =>
      new Prepared({ text, parameters: parameters.map((val) => ({ tag: 'str', val })) }),
    '[method]sql.query': async ({ port }: Database, { statement }: Prepared) =>
      rowItems(await port.query(statement, context.signal)),
    '[method]sql.exec': async ({ port }: Database, { statement }: Prepared) => {
      await port.exec(statement, context.signal);
    },
  };
}

function component(context: HostContext): Record<string, HostFunction> {
  const query = async (port: Statements, { statement }: Prepared): Promise<Result> =>
    port.query(statement, context.signal);
  const exec = async (port: Statements, { statement }: Prepared) =>
    BigInt(await port.exec(statement, context.signal));
  return {
    ...shared(context),
    '[static]statement.prepare': (text: string, parameters: readonly SqlValue[]) =>
      new Prepared({ text, parameters }),
    '[method]sql.query': ({ port }: Database, prepared: Prepared) => query(port, prepared),
    '[method]sql.exec': ({ port }: Database, prepared: Prepared) => exec(port, prepared),
    '[method]sql.begin': ({ port, openedAs }: Database, isolation: Isolation) =>
      begin(port, openedAs, isolation, context.signal),
    '[method]transaction.query': async (begun: Begun, prepared: Prepared) => query(running(begun), prepared),
    '[method]transaction.exec': async (begun: Begun, prepared: Prepared) => exec(running(begun), prepared),
    '[method]transaction.commit': async (begun: Begun) => ended(begun, (port) => port.commit()),
    '[method]transaction.rollback': async (begun: Begun) => ended(begun, (port) => port.rollback()),
    '[resource-drop]transaction': async (begun: Begun) => {
      if (begun.port) await ended(begun, (port) => port.rollback());
    },
  };
}

function shared(context: HostContext): Record<string, HostFunction> {
  return {
    '[static]sql.open': async (name: string) => new Opened('sql', await context.open('sql', name), name),
    '[resource-drop]sql': () => undefined,
    '[resource-drop]statement': () => undefined,
  };
}

/** It is rolled back where its instance ends before it does: a guest that traps drops nothing. */
async function begin(
  database: Sql,
  openedAs: string | undefined,
  isolation: Isolation,
  signal: AbortSignal | undefined,
): Promise<Begun> {
  const port = await database.begin(isolation, signal);
  const drop = () => void port.rollback().catch(() => undefined);
  if (signal?.aborted === true) drop();
  else signal?.addEventListener('abort', drop, { once: true });
  return new Begun(port, openedAs, () => signal?.removeEventListener('abort', drop));
}

function running({ port }: Begun): Transaction {
  if (port) return port;
  throw new CapabilityError('unexpected-error', 'the transaction is over');
}

async function ended(begun: Begun, end: (port: Transaction) => Promise<void>): Promise<void> {
  const port = running(begun);
  begun.port = undefined;
  begun.over();
  await end(port);
}
