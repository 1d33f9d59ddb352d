/**
 * What the guests in JavaScript share that do what they are told: `contract NAME COMMAND…` does the commands and prints how
 * each went; `contract drive NAME` asks the configs capability `driver` for one command after the other, until it is empty.
 */
import { Configs } from 'spiderlightning:configs/configs@0.6.0';
import { getArguments } from 'wasi:cli/environment@0.2.12';

export const encoder = new TextEncoder();
export const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * @param open opens a store by its name
 * @param arities how many arguments a command has that does not have one
 * @param perform the fields of the answer to a command; it throws what the store does
 */
export function obedient(open, arities, perform) {
  return {
    run() {
      const [, first, ...rest] = getArguments();
      if (rest.length === 0) throw new Error('contract NAME COMMAND… or contract drive NAME');
      if (first === 'drive') drive(open(rest[0]), perform);
      else obey(open(first), rest, arities, perform);
    },
  };
}

/** A command that there is none of. */
export function unknown(command) {
  throw Object.assign(new Error(), { payload: { tag: 'unknown-command', val: command } });
}

function obey(store, words, arities, perform) {
  while (words.length > 0) {
    const command = words.shift();
    const args = words.splice(0, arities[command] ?? 1).map((word) => encoder.encode(word));
    const { fields, why } = attempt(perform, store, command, args);
    if (why) console.log(`${command} failed: ${why.tag}: ${why.val}`);
    else console.log([`${command}:`, ...fields.map((field) => decoder.decode(field))].join(' '));
  }
}

/** The fields of the answer, or why it failed. */
function attempt(perform, store, command, args) {
  try {
    return { fields: perform(store, command, args) };
  } catch (error) {
    if (!error.payload) throw error;
    return { why: error.payload };
  }
}

function drive(store, perform) {
  const driver = Configs.open('driver');
  for (;;) {
    const message = driver.get('command');
    if (message.length === 0) return;
    const [command, ...args] = split(message);
    const { fields, why } = attempt(perform, store, decoder.decode(command), args);
    const answer = why
      ? ['error', why.tag, why.val].map((text) => encoder.encode(text))
      : [encoder.encode('ok'), ...fields];
    driver.set('answer', join(answer));
  }
}

/** A field is its length, 32 bits little-endian, and its bytes. */
export function split(message) {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const fields = [];
  for (let at = 0; at < message.length;) {
    const length = view.getUint32(at, true);
    fields.push(message.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** The message of some fields. */
export function join(fields) {
  const message = new Uint8Array(fields.reduce((sum, field) => sum + 4 + field.length, 0));
  const view = new DataView(message.buffer);
  let at = 0;
  for (const field of fields) {
    view.setUint32(at, field.length, true);
    message.set(field, at + 4);
    at += 4 + field.length;
  }
  return message;
}
