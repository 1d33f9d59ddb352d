/**
 * A guest that does with a container what it is told: `blob-store drive NAME` asks the configs capability `driver` for one
 * command after the other, until it is empty.
 */
import { Container } from 'spiderlightning:blob-store/blob-store@0.6.0';
import { Configs } from 'spiderlightning:configs/configs@0.6.0';
import { getArguments } from 'wasi:cli/environment@0.2.12';
import { decoder, encoder, join, split } from './driven.js';

/** What is read at once. */
const piece = 65536;

export const run = {
  run() {
    const [, mode, name] = getArguments();
    if (mode !== 'drive' || name === undefined) throw new Error('blob-store drive NAME');
    drive(Container.open(name));
  },
};

const commands = {
  about(container) {
    const { name, createdAt } = container.info();
    return [container.name(), name, createdAt];
  },
  write(container, name, value) {
    const stream = container.writeObject(name);
    stream.write(value);
    stream.close();
    return [];
  },
  read: (container, name) => [readAll(container.readObject(name))],
  range: (container, name, start, length) => [
    readAll(container.readRange(name, Number(decoder.decode(start)), Number(decoder.decode(length)))),
  ],
  stat(container, name) {
    const { size, createdAt } = container.objectInfo(name);
    return [size, createdAt];
  },
  list: (container) => container.listObjects(),
  pages(container, prefix, most) {
    const listing = container.list(prefix);
    const names = [];
    for (;;) {
      const page = listing.next(Number(decoder.decode(most)));
      if (page.length === 0) return names;
      names.push(...page);
    }
  },
  has: (container, name) => [container.hasObject(name)],
  delete: (container, name) => nothing(container.deleteObject(name)),
  'delete-all': (container, ...names) =>
    nothing(
      container.deleteObjects(names.map((name) => (typeof name === 'string' ? name : decoder.decode(name)))),
    ),
  copy: (container, from, to) => nothing(container.copyObject(from, decoder.decode(to))),
  clear: (container) => nothing(container.clear()),
};

function nothing() {
  return [];
}

function readAll(stream) {
  const pieces = [];
  for (let bytes = stream.read(piece); bytes; bytes = stream.read(piece)) pieces.push(bytes);
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of pieces) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

function drive(container) {
  const driver = Configs.open('driver');
  for (;;) {
    const message = driver.get('command');
    if (message.length === 0) return;
    const [command, first, ...rest] = split(message);
    driver.set('answer', join(answerOf(container, decoder.decode(command), first, rest)));
  }
}

/** The fields of the answer: `ok` and what came of it, or `error` and why it failed. */
function answerOf(container, command, first, rest) {
  try {
    const args = first === undefined ? [] : [decoder.decode(first), ...rest];
    return ['ok', ...commands[command](container, ...args)].map(toBytes);
  } catch (error) {
    if (!error.payload) throw error;
    return ['error', error.payload.tag, error.payload.val].map(toBytes);
  }
}

function toBytes(field) {
  return field instanceof Uint8Array ? field : encoder.encode(String(field));
}
