/** What the functions of preview 1 share in one instance, and how they are made of plain functions. */
import type { OpenFiles } from '../../files/open-files.ts';
import { errnoOf } from './failure.ts';
import { errno } from './numbers.ts';
import type { Pointers } from './pointers.ts';
import type { Table } from './table.ts';
import { effectOf } from '../use.ts';
import type { Use } from '../use.ts';

export interface Context {
  readonly pointers: Pointers;
  readonly table: Table;
  readonly files: OpenFiles;
  readonly use: Use;
}

/** i32 is a number, i64 a bigint, both signed. Gives nothing where it succeeds, or an errno, or a promise of one. */
export type Call = (...parameters: never[]) => unknown;

/** The functions as a module imports them: what they throw is the errno that they return. */
export function asImports(
  functions: Readonly<Record<string, Call>>,
  { pointers, use }: Context,
): Record<string, (...parameters: never[]) => number | Promise<number>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, work]) => {
      const effect = effectOf(name);
      const call = (...parameters: never[]) => {
        use.note(effect);
        pointers.refresh();
        try {
          return (work(...parameters) ?? errno.success) as number | Promise<number>;
        } catch (error) {
          return errnoOf(error);
        }
      };
      return [name, call];
    }),
  );
}

export function unsigned(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
