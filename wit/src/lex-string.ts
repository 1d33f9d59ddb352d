/** Strings, as `@external-id` has them: those of WebAssembly's text format (WIT.md, "String Literals"). */
import type { SyntaxFault } from './tree.ts';

const escape = /^\\(?:[tnr"'\\]|[0-9A-Fa-f]{2}|u\{([0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*)\})/;

const known = '`\\\\`, `\\"`, `\\n`, `\\r`, `\\t`, `\\7f` and `\\u{7f}` are';

/** Where the string ends that begins at `start`, with its quote; one that is not closed ends with its line. */
export function readString(text: string, start: number): { end: number; faults: readonly SyntaxFault[] } {
  const faults: SyntaxFault[] = [];
  let at = start + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"') return { end: at + 1, faults };
    if (char === '\n' || char === '\r') break;
    const length = char === '\\' ? escapeLength(text, at) : 1;
    const message = char === '\\' ? escapeFault(text, at, length) : controlFault(char);
    if (message !== undefined) faults.push({ span: { start: at, end: at + length }, message });
    at += length;
  }
  const replacement = `${text.slice(start, at)}"`;
  const message = 'This string is not closed. End it with `"`.';
  return { end: at, faults: [...faults, { span: { start, end: at }, message, replacement }] };
}

/** Of what is no escape, the backslash and what it stands before: a quote there does not end the string. */
function escapeLength(text: string, at: number): number {
  const found = escape.exec(text.slice(at, at + 20))?.[0].length;
  return found ?? (/[^\r\n]/.test(text.charAt(at + 1)) ? 2 : 1);
}

function escapeFault(text: string, at: number, length: number): string | undefined {
  const found = escape.exec(text.slice(at, at + length));
  if (!found) return `${JSON.stringify(text.slice(at, at + 2))} is no escape of a string: ${known}.`;
  const value = parseInt(found[1]?.replaceAll('_', '') ?? '0', 16);
  if (value < 0xd800 || (value > 0xdfff && value <= 0x10ffff)) return undefined;
  return `\`${found[0]}\` is no character of Unicode.`;
}

function controlFault(char: string): string | undefined {
  if (char >= ' ' && char !== '\u007f') return undefined;
  const code = char.charCodeAt(0).toString(16).padStart(2, '0');
  return `A control character is written as an escape in a string, here \`\\${code}\`.`;
}
