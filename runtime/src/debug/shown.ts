/** Values of hosts (hosts/values.ts) as people are shown them. */
import { HostResource } from '../hosts/values.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { longestForm } from '../trace/masking/masking.ts';
import { masked } from '../trace/masking/spans.ts';
import { textEnd } from '../trace/preview.ts';
import type { Shown, ShownPart } from './stopped.ts';

/** How much of a text is shown, in UTF-16 code units, and how many parts of a list. */
const most = { text: 4096, parts: 100 };

/** @param masking takes the secrets out, before anything is shortened */
export function shown(value: unknown, masking: Masking): Shown {
  const type = typeOf(value);
  if (typeof value === 'string') return { type, text: quoted(value, masking) };
  if (value instanceof Uint8Array) return { type, text: ofBytes(value, masking) };
  if (value instanceof HostResource) return { type, text: ofResource(value) };
  if (type === 'list') return ofList(Array.from(value as unknown[]), masking);
  if (typeof value === 'object' && value !== null) return ofRecord(value, masking);
  return { type, text: value === undefined ? 'none' : (value as number | bigint | boolean).toString() };
}

/** A value that nobody may read. */
export function hidden(value: unknown): Shown {
  return { type: typeOf(value), text: masked };
}

function typeOf(value: unknown): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return 'text';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof HostResource) return 'resource';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'list';
  if (typeof value === 'object' && value !== null) return 'tag' in value ? 'variant' : 'record';
  return typeof value === 'boolean' ? 'boolean' : 'number';
}

function quoted(text: string, masking: Masking): string {
  const all = masking.mask(text.slice(0, most.text + longestForm));
  return all.length > most.text ? `${JSON.stringify(all.slice(0, most.text))}…` : JSON.stringify(all);
}

/** As text where it is UTF-8, else in hexadecimal. */
function ofBytes(bytes: Uint8Array, masking: Masking): string {
  const head = masking.maskBytes(bytes.subarray(0, most.text + longestForm)).subarray(0, most.text);
  const isCut = head.length < bytes.length;
  const more = isCut ? '…' : '';
  const end = textEnd(head, isCut);
  if (end === undefined) return `0x${Buffer.from(head).toString('hex')}${more}`;
  return JSON.stringify(Buffer.from(head.subarray(0, end)).toString()) + more;
}

function ofResource({ resource, openedAs }: HostResource): string {
  return openedAs === undefined ? resource : `${resource} ${JSON.stringify(openedAs)}`;
}

function ofList(list: readonly unknown[], masking: Masking): Shown {
  const parts = list
    .slice(0, most.parts)
    .map((value, index): ShownPart => ({ name: String(index), value: shown(value, masking) }));
  return { type: 'list', text: `list of ${list.length}`, parts };
}

function ofRecord(value: object, masking: Masking): Shown {
  if ('tag' in value) {
    const { tag, val } = value as { readonly tag: string; readonly val?: unknown };
    if (val === undefined) return { type: 'variant', text: tag };
    const part = shown(val, masking);
    return { type: 'variant', text: `${tag}(${part.text})`, ...(part.parts && { parts: part.parts }) };
  }
  const parts = Object.entries(value).map(([name, field]): ShownPart => ({
    name,
    value: shown(field, masking),
  }));
  return { type: 'record', text: `{${parts.map(({ name }) => name).join(', ')}}`, parts };
}
