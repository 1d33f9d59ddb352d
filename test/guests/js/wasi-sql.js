/** A guest that does with a database what it is told (driven.js), by wasi:sql: parameters are text, and an error is a resource. */
import { exec, query } from 'wasi:sql/readwrite';
import { Connection, Statement } from 'wasi:sql/types';
import { obedient, text } from './driven.js';
import { answerOf, pairsOf } from './sql-values.js';

export const run = obedient(
  (name) => Connection.open(name),
  {
    query: (connection, ...words) => answerOf(query(connection, statementOf(words))),
    exec: (connection, ...words) => [exec(connection, statementOf(words))],
  },
  { arities: { query: Infinity, exec: Infinity }, why: (error) => ['error', error.trace()] },
);

function statementOf([statement, ...words]) {
  return Statement.prepare(
    text(statement),
    pairsOf(words).map(([, word]) => text(word)),
  );
}
