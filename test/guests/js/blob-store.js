/** A guest that does with a container what it is told (driven.js). */
import { Container } from 'spiderlightning:blob-store/blob-store@0.6.0';
import { arities, piece, readAll } from './blobs.js';
import { number, obedient, text } from './driven.js';

export const run = obedient(
  (name) => Container.open(name),
  {
    about(container) {
      const { name, createdAt } = container.info();
      return [container.name(), name, createdAt];
    },
    write(container, name, value) {
      const stream = container.writeObject(text(name));
      stream.write(value);
      stream.close();
    },
    read: (container, name) => [contentOf(container.readObject(text(name)))],
    range: (container, name, start, length) => [
      contentOf(container.readRange(text(name), number(start), number(length))),
    ],
    stat(container, name) {
      const { size, createdAt } = container.objectInfo(text(name));
      return [size, createdAt];
    },
    list: (container) => container.listObjects(),
    pages(container, prefix, most) {
      const listing = container.list(text(prefix));
      const names = [];
      for (;;) {
        const page = listing.next(number(most));
        if (page.length === 0) return names;
        names.push(...page);
      }
    },
    has: (container, name) => [container.hasObject(text(name))],
    delete: (container, name) => container.deleteObject(text(name)),
    'delete-all': (container, ...names) => container.deleteObjects(names.map(text)),
    copy: (container, from, to) => container.copyObject(text(from), text(to)),
    clear: (container) => container.clear(),
  },
  { arities },
);

function contentOf(stream) {
  return readAll(() => stream.read(piece));
}
