/** A guest that does with a database what it is told (driven.js). Between `begin` and its end, statements are a transaction's. */
import { Sql, Statement } from 'spiderlightning:sql/sql@0.6.0';
import { number, obedient, text } from './driven.js';
import { fieldsOf, pairsOf } from './sql-values.js';

let transaction;

export const run = obedient(
  (name) => Sql.open(name),
  {
    query(database, ...words) {
      const { columns, rows } = (transaction ?? database).query(statementOf(words));
      return [columns.length, ...columns, ...rows.flat().flatMap(fieldsOf)];
    },
    exec: (database, ...words) => [(transaction ?? database).exec(statementOf(words))],
    begin(database, level) {
      transaction = database.begin(text(level));
    },
    commit: () => end((one) => one.commit()),
    rollback: () => end((one) => one.rollback()),
    // componentize-qjs drops nothing that a host gave: who does not commit in JavaScript has to roll back
    drop: () => end((one) => one.rollback()),
  },
  { arities: { query: Infinity, exec: Infinity, commit: 0, rollback: 0, drop: 0 } },
);

function end(how) {
  const one = transaction;
  transaction = undefined;
  how(one);
}

function statementOf([query, ...words]) {
  return Statement.prepare(
    text(query),
    pairsOf(words).map(([tag, word]) => valueOf(text(tag), word)),
  );
}

function valueOf(tag, word) {
  switch (tag) {
    case 'null':
      return { tag };
    case 'binary':
      return { tag, val: word };
    case 'boolean':
      return { tag, val: text(word) === 'true' };
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
    case 'float':
    case 'double':
      return { tag, val: number(word) };
    default:
      return { tag, val: text(word) };
  }
}
