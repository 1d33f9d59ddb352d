/** What a run and the process that has its SQLite connection tell each other, one request and one answer at a time. */
import type { SQLInputValue, SQLOutputValue, StatementColumnMetadata } from 'node:sqlite';
import type { SqlErrorCase } from '../../../ports/sql.ts';
import type { SingleStatement } from '../text.ts';

export type Request =
  | {
      readonly kind: 'open';
      readonly file: string;
      readonly durable: boolean;
      /** Whether each statement of a guest's is a transaction of its own, and must not leave one open. */
      readonly alone: boolean;
    }
  /** Of a guest. */
  | {
      readonly kind: 'run';
      readonly statements: readonly SingleStatement[];
      readonly parameters: readonly SQLInputValue[];
    }
  /** Of the runtime's own: no parameters, no rows. */
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'close' };

/** A row as SQLite gives it. */
export type Row = readonly SQLOutputValue[];

export type Column = Pick<StatementColumnMetadata, 'name' | 'type'>;

export type Answer =
  /** Some of the rows; more come. */
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | {
      readonly kind: 'done';
      readonly columns: readonly Column[];
      /** Rows that were changed, or given. */
      readonly count: number;
      /** Whether a transaction is open now. */
      readonly isBusy: boolean;
    }
  | ({ readonly kind: 'failed'; readonly isBusy: boolean } & Failed);

/** How it failed: by SQLite's result code, by the capability's case, or else by a bug. */
export interface Failed {
  readonly message: string;
  readonly errcode?: number;
  readonly case?: SqlErrorCase;
}
