// The guest: it knows a database by its name, and the slightfile says what serves it.
import { Sql, Statement } from 'spiderlightning:sql/sql@0.6.0';

export const run = {
  run() {
    const orders = Sql.open('orders');

    // both or neither: what is ordered is taken from the stock
    const transaction = orders.begin('serializable');
    transaction.exec(Statement.prepare('INSERT INTO orders (item) VALUES ($1)', [text('tea')]));
    transaction.exec(
      Statement.prepare('UPDATE stock SET left_over = left_over - 1 WHERE item = $1', [text('tea')]),
    );
    transaction.commit();

    const { rows } = orders.query(
      Statement.prepare('SELECT item, left_over FROM stock WHERE item = ?', [text('tea')]),
    );
    for (const [item, left] of rows) console.log(`${left.val} of ${item.val} left`);
  },
};

function text(val) {
  return { tag: 'str', val };
}
