/** Keys that a slightfile does not have, with what was most likely meant by each: one typo is one problem. */
import { findConfig, keys } from '../catalogue.ts';
import type { ConfigKey, Resource } from '../catalogue.ts';
import type { Span } from '@slight/text/span.ts';
import { lastFrom } from '../toml/lookup.ts';
import type { Document, Table } from '../toml/tree.ts';
import type { Block } from '../block.ts';
import type { Source } from '../edits/source.ts';
import type { Structure } from '../structure.ts';
import { suggest } from '@slight/text/words.ts';

/** Of each table with such keys, the key that was meant by each of them. */
export type Misspelled = ReadonlyMap<Table, ReadonlyMap<string, string>>;

export function misspelledIn({ unknown }: Structure): Misspelled {
  const found = new Map<Table, Map<string, string>>();
  for (const { table, path } of unknown) {
    const key = path.at(-1) ?? '';
    const meant = suggest(key, absent(table, path));
    if (meant === undefined) continue;
    const others = found.get(table) ?? new Map<string, string>();
    found.set(table, others.set(key, meant));
  }
  return found;
}

/** Whether a key that is not there was most likely meant by one that is. */
export function isMisspelled(misspelled: Misspelled, table: Table, key: string): boolean {
  const meant = misspelled.get(table);
  return meant !== undefined && [...meant.values()].includes(key);
}

/**
 * Whether an error of TOML's is only that a list's header is misspelled: below `[[capabilty]]`, `[capability.configs]`
 * makes one table of what every other `[[capability]]` adds to.
 */
export function isConsequence(
  misspelled: Misspelled,
  { root, sections }: Document,
  { start }: Span,
): boolean {
  const header = lastFrom(sections, start)?.header;
  const name = header?.key.parts[0]?.name ?? '';
  return header !== undefined && start < header.span.end && isMisspelled(misspelled, root, name);
}

/** The config that a key of the capability itself is, be it with `configs` before it and without the dot. */
export function configOutside({ configs }: Resource, key: string): ConfigKey | undefined {
  return configs.find(({ key: name, aliases = [] }) =>
    [name, ...aliases].some(
      (one) => key === one || (key.endsWith(one) && /^configs?[^.]?$/.test(key.slice(0, -one.length))),
    ),
  );
}

/** Of each config that the resource does not have, the one that was most likely meant. */
export function misspelledConfigs({ capability, resource }: Block): ReadonlyMap<string, string> {
  if (!resource || capability.configs.every(({ key }) => findConfig(resource, key))) return none;
  const found = new Map<string, string>();
  const given = new Set(capability.configs.map(({ key }) => findConfig(resource, key)));
  const free = resource.configs.flatMap((config) => (given.has(config) ? [] : [config.key]));
  for (const { key, node } of capability.configs) {
    if (findConfig(resource, key) || node.kind === 'missing') continue;
    const meant = suggest(key, free);
    if (meant !== undefined) found.set(key, meant);
  }
  return found;
}

const none: ReadonlyMap<string, string> = new Map();

/** Whether it may be told that a key is missing: all lines of its table are read, and none of their keys is meant as it. */
export function isSurelyMissing(
  { misspelled, source }: { readonly misspelled: Misspelled; readonly source: Source },
  table: Table,
  key: string,
): boolean {
  const section = source.sectionOf(table);
  return !isMisspelled(misspelled, table, key) && (!section || source.isRead(section));
}

/** The keys that are known beside this one, and that the table does not have yet. */
function absent({ members }: Table, path: readonly string[]): readonly string[] {
  const parent = path.slice(0, -1).filter((step) => !/^\d+$/.test(step));
  return Object.keys(keys).flatMap((known) => {
    const steps = known.split('.');
    const name = steps.at(-1) ?? '';
    const isBeside = steps.length === parent.length + 1 && parent.every((step, at) => steps[at] === step);
    const there = members.get(name)?.value;
    // a list that is there as one table is not there yet, and to a table of dotted keys each line adds
    const isOpen =
      there?.kind === 'table' &&
      (known === 'capability' || (known === 'capability.configs' && there.origin === 'dotted'));
    return isBeside && (!there || isOpen) ? [name] : [];
  });
}
