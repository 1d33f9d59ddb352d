/**
 * What the guests in JavaScript share that do what they are told: `contract NAME COMMAND…` does the commands and prints how
 * each went; `contract drive NAME` asks the configs capability `driver` for one command after the other, until it is empty.
 */
import { Configs } from 'spiderlightning:configs/configs@0.6.0';
import { getArguments } from 'wasi:cli/environment@0.2.12';

export const encoder = new TextEncoder();
export const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of an argument. */
export const text = (argument) => decoder.decode(argument);
/** The number that an argument tells. componentize-qjs takes numbers of 64 bits as it takes all others. */
export const number = (argument) => Number(text(argument));

/**
 * @param open opens a store by its name
 * @param commands by its name what a command does with the store and its arguments, which are bytes: it gives the fields of
 *   the answer, bytes or what they are the text of, and throws what the store does
 * @param arities how many arguments a command has that does not have one; Infinity: all that are left
 * @param why the case and the message of an error that the interface has
 */
export function obedient(open, commands, { arities = {}, why = ({ tag, val = '' }) => [tag, val] } = {}) {
  const attempt = (store, command, args) => {
    try {
      if (!Object.hasOwn(commands, command)) return { failure: ['unknown-command', command] };
      return { fields: (commands[command](store, ...args) ?? []).map(toBytes) };
    } catch (error) {
      if (error.payload === undefined) throw error;
      return { failure: why(error.payload) };
    }
  };
  return {
    run() {
      const [, first, ...rest] = getArguments();
      if (rest.length === 0) throw new Error('contract NAME COMMAND… or contract drive NAME');
      if (first === 'drive') drive(open(rest[0]), attempt);
      else obey(() => open(first), rest, arities, attempt, why);
    },
  };
}

function obey(open, words, arities, attempt, why) {
  let store;
  try {
    store = open();
  } catch (error) {
    if (error.payload !== undefined) console.log(`open failed: ${why(error.payload).join(': ')}`);
    throw error;
  }
  while (words.length > 0) {
    const command = words.shift();
    const args = words.splice(0, arities[command] ?? 1).map((word) => encoder.encode(word));
    const { fields, failure } = attempt(store, command, args);
    if (failure) console.log(`${command} failed: ${failure.join(': ')}`);
    else console.log([`${command}:`, ...fields.map((field) => decoder.decode(field))].join(' '));
  }
}

function drive(store, attempt) {
  const driver = Configs.open('driver');
  for (;;) {
    const message = driver.get('command');
    if (message.length === 0) return;
    const [command, ...args] = split(message);
    const { fields, failure } = attempt(store, text(command), args);
    driver.set('answer', join((failure ? ['error', ...failure] : ['ok', ...fields]).map(toBytes)));
  }
}

function toBytes(field) {
  return field instanceof Uint8Array ? field : encoder.encode(String(field));
}

/** A field is its length, 32 bits little-endian, and its bytes. */
function split(message) {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const fields = [];
  for (let at = 0; at < message.length;) {
    const length = view.getUint32(at, true);
    fields.push(message.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

function join(fields) {
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
