// The guest: it knows a container by its name, and the slightfile says what serves it.
import { Container } from 'spiderlightning:blob-store/blob-store@0.6.0';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const run = {
  run() {
    const diary = Container.open('diary');
    const day = `day ${diary.listObjects().length + 1}`;

    // a stream: an entry may be larger than memory, and is there when it is closed
    const entry = diary.writeObject(day);
    for (const line of ['Dear diary,\n', `this is ${day}.\n`]) entry.write(encoder.encode(line));
    entry.close();

    for (const name of diary.listObjects().sort()) {
      const { size } = diary.objectInfo(name);
      console.log(`${name} (${size} bytes): ${firstWords(diary.readObject(name))}`);
    }
  },
};

function firstWords(stream) {
  return decoder.decode(stream.read(10));
}
