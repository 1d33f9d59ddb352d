/** What the guests of blobs in JavaScript share: how many arguments their commands have, and reading an object to its end. */
export const arities = {
  about: 0,
  list: 0,
  clear: 0,
  write: 2,
  copy: 2,
  pages: 2,
  move: 2,
  range: 3,
  'delete-all': Infinity,
};

/** What is read at once. */
export const piece = 65536;

/** @param read gives the next bytes, and nothing at the end */
export function readAll(read) {
  const pieces = [];
  for (let bytes = read(); bytes; bytes = read()) pieces.push(bytes);
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of pieces) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}
