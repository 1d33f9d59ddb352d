/** wasi:sql 0.2.0-draft: connections, statements and errors among its types, and readwrite, which runs them. */
import type { Statement } from '../../ports/sql.ts';
import { failing } from '../failures.ts';
import type { ErrorValue } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import { Opened } from '../opened.ts';
import { HostResource } from '../values.ts';
import type { HostFunction } from '../values.ts';
import { rowItems } from './rows.ts';

type Connection = Opened<'sql'>;

class Prepared extends HostResource {
  readonly statement: Statement;

  constructor(statement: Statement) {
    super('statement');
    this.statement = statement;
  }
}

class Failed extends HostResource {
  readonly trace: string;

  constructor(trace: string) {
    super('error');
    this.trace = trace;
  }
}

/** The interface has no cases, so the case stands before the text. */
const toError: ErrorValue = (error) => new Failed(`${error.case}: ${error.message}`);

export const host: Host = {
  create(interfaceName, context) {
    const functions = interfaceName.includes('/types@') ? types(context) : readwrite(context);
    return { name: interfaceName, functions: failing(toError, functions, { interfaceName, context }) };
  },
};

function types(context: HostContext): Record<string, HostFunction> {
  return {
    '[static]statement.prepare': (text: string, parameters: readonly string[]) =>
      new Prepared({ text, parameters: parameters.map((val) => ({ tag: 'str', val })) }),
    '[method]error.trace': ({ trace }: Failed) => trace,
    '[static]connection.open': async (name: string) =>
      new Opened('connection', await context.open('sql', name), name),
    '[resource-drop]statement': () => undefined,
    '[resource-drop]error': () => undefined,
    '[resource-drop]connection': () => undefined,
  };
}

function readwrite(context: HostContext): Record<string, HostFunction> {
  return {
    query: async ({ port }: Connection, { statement }: Prepared) =>
      rowItems(await port.query(statement, context.signal)),
    exec: ({ port }: Connection, { statement }: Prepared) => port.exec(statement, context.signal),
  };
}
