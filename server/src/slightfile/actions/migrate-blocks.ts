/** The capabilities of a 0.1 file in the 0.2 format. */
import type { CapabilityKind, Resource } from '@slight/slightfile/catalogue.ts';
import { findConfig } from '@slight/slightfile/catalogue.ts';
import type { Block } from '@slight/slightfile/block.ts';
import { insert, lineAfter, replaceText, sectionsOf } from '@slight/slightfile/edits/edits.ts';
import { tomlString } from '@slight/slightfile/toml/write.ts';
import { exchangeConfigs } from '@slight/slightfile/edits/exchange-configs.ts';
import { freeName, kinOf } from '@slight/slightfile/kin.ts';
import type { Source } from '@slight/slightfile/edits/source.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import { referencesIn } from '@slight/slightfile/references.ts';
import type { Capability, Config } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { findStore } from '@slight/slightfile/stores.ts';
import type { Table } from '@slight/slightfile/toml/tree.ts';
import { tableOf } from '@slight/slightfile/toml/tree.ts';

/** What supplied every config of a 0.1 file. */
export interface Supply {
  /** As a reference names it: `envvars`. */
  readonly store: string;
  /** The names of the secrets that the file has. */
  readonly secrets: ReadonlySet<string>;
}

/**
 * Each 0.1 capability as one of 0.2 that serves what it served. In 0.1 the first capability of a kind serves every
 * name, so that those after it, which never served any, become comments. What is in the 0.2 format stays as it
 * is. A text is the reason why it cannot be done.
 */
export function migrateBlocks(
  source: Source,
  blocks: readonly Block[],
  supply: Supply,
): readonly TextEdit[] | string {
  const kin = kinOf(blocks);
  const seen = new Set<CapabilityKind>();
  const edits: TextEdit[] = [];
  for (const { capability, resource } of blocks) {
    if (capability.format === '0.2') continue;
    if (!resource) return wrongResource;
    const kind = resource.capability;
    if (!source.sectionOf(capability.table)?.header) {
      return 'Write each capability below a [[capability]] of its own first.';
    }
    if (seen.has(kind)) {
      edits.push(...commentedOut(source, capability.table, kind));
      continue;
    }
    seen.add(kind);
    const alone = kin.get(kind)?.blocks.every((one) => one.capability.format === '0.1') === true;
    const configs = configEdits(source, capability, resource, supply);
    if (!configs) return 'Correct the configs of each capability first.';
    const names = nameEdits(source, capability, resource, freeName(kin, kind, alone));
    if (!names) return wrongResource;
    edits.push(...names, ...configs);
  }
  return edits;
}

const wrongResource = 'Correct the resource of each capability first.';

/**
 * `name = "kv.redis"` → `resource = "keyvalue.redis"` and `name = "*"`; a resource beside it was not read, and its
 * line becomes that of the name.
 */
function nameEdits(
  source: Source,
  { table, resource: text }: Capability,
  { id }: Resource,
  name: string,
): readonly TextEdit[] | undefined {
  const key = table.members.get('name')?.key;
  const placed = key && source.entryAt(key.span.start);
  if (!placed || !text) return undefined;
  const line = `name = ${tomlString(name)}`;
  const unread = table.members.get('resource');
  const other = unread && source.entryAt(unread.key.span.start);
  if (unread && (!other || tableOf(unread.value)?.origin === 'dotted')) return undefined;
  return [
    { span: key.span, text: 'resource' },
    ...(text.value === id ? [] : [replaceText(text, id)]),
    other ? { span: other.entry.span, text: line } : lineAfter(source, placed.entry.span.end, line),
  ];
}

/**
 * What the store supplied becomes configs; those that the capability has stay, where they can be read in 0.2. Of
 * secrets, those that the file does not have supply nothing.
 */
function configEdits(
  source: Source,
  capability: Capability,
  resource: Resource,
  { store, secrets }: Supply,
): readonly TextEdit[] | undefined {
  const member = capability.table.members.get('configs');
  if (member && !tableOf(member.value)) return undefined;
  const readable = capability.configs.filter((config) => isReadable(config, secrets)).map(({ key }) => key);
  const given = new Set(readable.map((key) => findConfig(resource, key)));
  const supplied = resource.configs.filter(
    (config) =>
      // 0.1 had no config that narrows
      config.format !== 'hosts' && !given.has(config) && (store !== 'usersecrets' || secrets.has(config.key)),
  );
  return exchangeConfigs(
    source,
    { capability },
    (key) => !readable.includes(key),
    supplied.map(({ key }) => [key, `\${${store}.${key}}`]),
  );
}

function isReadable({ value }: Config, secrets: ReadonlySet<string>): boolean {
  if (value?.malformed.length !== 0) return false;
  return referencesIn(value).every(({ store, key }) =>
    store.value === 'usersecrets' ? secrets.has(key.value) : findStore(store.value)?.status === 'served',
  );
}

/** The lines of a capability as comments, with the reason above. */
function commentedOut(source: Source, table: Table, kind: CapabilityKind): readonly TextEdit[] {
  const reason = `# In the 0.1 format the ${kind} capability above serves every name, and this one was never used.`;
  const starts = sectionsOf(source, table).flatMap(({ span }) => lineStarts(source, span));
  return starts.map((start, index) => insert(start, index === 0 ? `${reason}${source.newline}# ` : '# '));
}

/** Where the lines of a span begin that are neither blank nor comments. */
function lineStarts({ text }: Source, { start, end }: Span): readonly number[] {
  const starts: number[] = [];
  let at = text.lastIndexOf('\n', start - 1) + 1;
  while (at < end) {
    const next = text.indexOf('\n', at);
    const lineEnd = next === -1 ? text.length : next;
    if (!/^\s*(#|$)/.test(text.slice(at, lineEnd))) starts.push(at);
    at = lineEnd + 1;
  }
  return starts;
}
