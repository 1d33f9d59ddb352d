/** A process that has a database of PGlite, from a word on its standard input on within a transaction, until it is killed: `FOLDER`. */
import { once } from 'node:events';
import { openPglite } from '@slight/runtime/providers/sql/pglite.ts';
import { contextOf } from './context.ts';
import { sql } from './sql-asserts.ts';

const [folder = ''] = process.argv.slice(2);
const database = await openPglite('name', {}, contextOf({ folder }));
await database.exec(sql('CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)'));
process.stdout.write('committed\n');
await once(process.stdin, 'data');
const transaction = await database.begin('read-committed');
await transaction.exec(sql('INSERT INTO t VALUES (2)'));
process.stdout.write('within\n');
// its input stays open
process.stdin.resume();
