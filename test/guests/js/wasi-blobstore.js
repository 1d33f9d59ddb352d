/** A guest that does with a container of wasi:blobstore what it is told (driven.js): objects are streams of wasi:io. */
import {
  containerExists,
  copyObject,
  createContainer,
  deleteContainer,
  getContainer,
  moveObject,
} from 'wasi:blobstore/blobstore';
import { IncomingValue, OutgoingValue } from 'wasi:blobstore/types';
import { arities, piece, readAll } from './blobs.js';
import { number, obedient, text } from './driven.js';

/** What blocking-write-and-flush takes at once. */
const most = 4096;

export const run = obedient(
  (name) => getContainer(name),
  {
    about(container) {
      const { name, createdAt } = container.info();
      return [container.name(), name, createdAt];
    },
    write(container, name, value) {
      const outgoing = OutgoingValue.newOutgoingValue();
      const stream = outgoing.outgoingValueWriteBody();
      container.writeData(text(name), outgoing);
      for (let at = 0; at < value.length; at += most)
        stream.blockingWriteAndFlush(value.subarray(at, at + most));
      // the stream is never dropped: componentize-qjs drops nothing that a host gave
      OutgoingValue.finish(outgoing);
    },
    read: (container, name) => [contentOf(container.getData(text(name), 0, Number.MAX_SAFE_INTEGER))],
    range(container, name, start, length) {
      // a part without a byte ends before it begins
      const [first, last] =
        number(length) === 0 ? [1, 0] : [number(start), number(start) + number(length) - 1];
      return [contentOf(container.getData(text(name), first, last))];
    },
    stat(container, name) {
      const { size, createdAt } = container.objectInfo(text(name));
      return [size, createdAt];
    },
    list(container) {
      const listing = container.listObjects();
      const names = [];
      for (;;) {
        const [page, isAtEnd] = listing.readStreamObjectNames(3);
        names.push(...page);
        if (isAtEnd) return names;
      }
    },
    has: (container, name) => [container.hasObject(text(name))],
    delete: (container, name) => container.deleteObject(text(name)),
    'delete-all': (container, ...names) => container.deleteObjects(names.map(text)),
    copy: (container, from, to) => copyObject(objectOf(container, from), objectOf(container, to)),
    move: (container, from, to) => moveObject(objectOf(container, from), objectOf(container, to)),
    clear: (container) => container.clear(),
    exists: (_, name) => [containerExists(text(name))],
    create: (_, name) => void createContainer(text(name)),
    remove: (_, name) => deleteContainer(text(name)),
  },
  { arities, why: (message) => ['error', message] },
);

function objectOf(container, name) {
  return { container: container.name(), object: text(name) };
}

function contentOf(incoming) {
  const stream = IncomingValue.incomingValueConsumeAsync(incoming);
  return readAll(() => {
    try {
      return stream.blockingRead(piece);
    } catch (error) {
      if (error.payload?.tag === 'closed') return undefined;
      throw error;
    }
  });
}
