/** Rows as slight laid them out, and wasi:sql does: the fields of all rows in one list, one after the other. */
import type { Result, SqlValue } from '../../ports/sql.ts';

export interface RowItem {
  readonly fieldName: string;
  readonly value: SqlValue;
}

export function rowItems({ columns, rows }: Result): readonly RowItem[] {
  return rows.flatMap((row) => row.map((value, index) => ({ fieldName: columns[index] ?? '', value })));
}
