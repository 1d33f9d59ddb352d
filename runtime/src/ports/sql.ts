/** SQL: what a provider implements and hosts adapt. The contract suite (test/contract) says the rest. */

/** A database. Calls may overlap; each is a transaction of its own. */
export interface Sql extends Statements {
  /** Begins a transaction. Disposing it rolls it back, unless it was committed. */
  begin(isolation: Isolation, signal?: AbortSignal): Promise<Transaction>;
}

export interface Statements {
  /**
   * Runs a statement and gives its rows, all of them; of several statements, those of the last that gives any. They may
   * take `resultLimit` bytes.
   * @param signal gives it up
   */
  query(statement: Statement, signal?: AbortSignal): Promise<Result>;
  /** Runs a statement and gives how many rows it inserted, updated, deleted or gave; of several, the last one's. */
  exec(statement: Statement, signal?: AbortSignal): Promise<number>;
}

export interface Transaction extends Statements, AsyncDisposable {
  /** Fails with `transaction-conflict` where others have changed what it read: then it is to be tried again as a whole. */
  commit(): Promise<void>;
  /** Of one that is over, nothing. */
  rollback(): Promise<void>;
}

/** As the SQL standard names them; a provider may give more than is asked for, and never less. */
export type Isolation = 'read-uncommitted' | 'read-committed' | 'repeatable-read' | 'serializable';

export interface Statement {
  /** Parameters are `$1`, `$2` …; in a text without any, each `?`, and `??` is a question mark. */
  readonly text: string;
  /** `str` is also what takes the type that the database wants there. */
  readonly parameters: readonly SqlValue[];
  /** It has no parameters, and each `?` is one. */
  readonly verbatim?: true;
}

export interface Result {
  readonly columns: readonly string[];
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly SqlValue[])[];
}

/** A value of a database: the variant `data-type` of every WIT of SQL. */
export type SqlValue =
  | { readonly tag: 'null' }
  | { readonly tag: 'boolean'; readonly val: boolean }
  | { readonly tag: 'int32' | 'uint32' | 'float' | 'double'; readonly val: number }
  | { readonly tag: 'int64' | 'uint64'; readonly val: bigint }
  /** Of types that have no case of their own, the text that the database writes. */
  | { readonly tag: 'str'; readonly val: string }
  /** In the form of ISO 8601: `2026-11-28`, `18:53:34.5`, `2026-11-28T18:53:34.5+00:00`, where the database has it. */
  | { readonly tag: 'date' | 'time' | 'timestamp'; readonly val: string }
  | { readonly tag: 'binary'; readonly val: Uint8Array };

/** Bytes that the values of a result may take, as the database writes them. */
export const resultLimit = 256 * 1024 * 1024;

/** The cases of its failures: those of generation 0.5, and what 0.6 tells apart from `unexpected-error`. */
export const sqlErrors = [
  'syntax-error',
  'constraint-violation',
  'access-violation',
  'invalid-value',
  'transaction-conflict',
  'connection-error',
  'timeout-error',
  'io-error',
  'unexpected-error',
] as const;

export type SqlErrorCase = (typeof sqlErrors)[number];
