/** Globals that QuickJS lacks, over WASI; injected into every JavaScript guest. */
import { getStderr } from 'wasi:cli/stderr@0.2.12';
import { getStdout } from 'wasi:cli/stdout@0.2.12';

export class TextEncoder {
  get encoding() {
    return 'utf-8';
  }

  encode(text = '') {
    // encodeURIComponent fails on lone surrogates, which UTF-8 has no bytes for
    const escaped = encodeURIComponent(String(text).toWellFormed());
    const bytes = new Uint8Array(escaped.length);
    let length = 0;
    for (let at = 0; at < escaped.length; at += 1) {
      const code = escaped.charCodeAt(at);
      if (code === 0x25) {
        bytes[length] = Number.parseInt(escaped.slice(at + 1, at + 3), 16);
        at += 2;
      } else bytes[length] = code;
      length += 1;
    }
    return bytes.slice(0, length);
  }
}

export class TextDecoder {
  constructor(_label, { ignoreBOM = false } = {}) {
    this.ignoreBOM = ignoreBOM;
  }

  get encoding() {
    return 'utf-8';
  }

  decode(input = new Uint8Array()) {
    const bytes = new Uint8Array(input.buffer ?? input, input.byteOffset ?? 0, input.byteLength);
    let text = '';
    for (let at = 0; at < bytes.length;) {
      const { codePoint, length } = sequence(bytes, at);
      text += String.fromCodePoint(codePoint);
      at += length;
    }
    return !this.ignoreBOM && text.startsWith('\ufeff') ? text.slice(1) : text;
  }
}

/** The UTF-8 sequence at a place; one that is broken counts as U+FFFD, and ends before the byte that breaks it. */
function sequence(bytes, at) {
  const first = bytes[at];
  if (first < 0x80) return { codePoint: first, length: 1 };
  const count =
    first >= 0xf0 && first < 0xf5
      ? 3
      : first >= 0xe0 && first < 0xf0
        ? 2
        : first >= 0xc2 && first < 0xe0
          ? 1
          : 0;
  if (count === 0) return { codePoint: 0xfffd, length: 1 };
  let codePoint = first & (0x3f >> count);
  for (let index = 1; index <= count; index += 1) {
    const next = bytes[at + index];
    const [low, high] = index === 1 ? secondByte(first) : [0x80, 0xbf];
    if (next === undefined || next < low || next > high) return { codePoint: 0xfffd, length: index };
    codePoint = (codePoint << 6) | (next & 0x3f);
  }
  return { codePoint, length: count + 1 };
}

/** Which bytes may follow a first one: no overlong forms, no surrogates, nothing above U+10FFFF. */
function secondByte(first) {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  if (first === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

function print(stream, values) {
  const text = values.map((value) => (typeof value === 'string' ? value : show(value))).join(' ') + '\n';
  const bytes = new TextEncoder().encode(text);
  // WASI takes 4096 bytes at once
  for (let at = 0; at < bytes.length; at += 4096) stream.blockingWriteAndFlush(bytes.subarray(at, at + 4096));
}

function show(value) {
  if (value instanceof Error) return value.stack ? `${value}\n${value.stack}` : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item));
}

const out = (...values) => print(getStdout(), values);
const err = (...values) => print(getStderr(), values);

export const console = { log: out, info: out, debug: out, warn: err, error: err };
