/** Values of SQL as the fields of an answer, where each is two: its type, and itself. */
export function fieldsOf({ tag, val = '' }) {
  return [tag, val];
}

/**
 * The answer to a query whose rows follow each other as fields with a name: a row ends where a name comes again. It is the
 * number of columns, their names, and the values.
 */
export function answerOf(items) {
  const end = items.findIndex(({ fieldName }, index) => index > 0 && fieldName === items[0].fieldName);
  const columns = end === -1 ? items : items.slice(0, end);
  return [
    columns.length,
    ...columns.map(({ fieldName }) => fieldName),
    ...items.flatMap(({ value }) => fieldsOf(value)),
  ];
}

/** The words of a statement's parameters in pairs: a type, and a value. */
export function pairsOf(words) {
  return Array.from({ length: words.length / 2 }, (_, index) => words.slice(2 * index, 2 * index + 2));
}
