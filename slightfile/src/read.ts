/** From the tree of a document to the model of a slightfile. */
import { capabilities as capabilityKinds } from './catalogue.ts';
import { readConfigValue } from './references.ts';
import type { Capability, Config, Secret, Slightfile, Text } from './slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import type { Document, Member, Section, Table } from './toml/tree.ts';
import { tableOf, tablesOf } from './toml/tree.ts';

/**
 * Reads what a slightfile says. What is not there, or is not of the right type, is absent from the model; it is for
 * the checks to say so. A lone `[capability]` is read as if it were `[[capability]]`.
 */
export function readSlightfile(document: Document): Slightfile {
  const { root } = document;
  const blocks = blockSpans(document);
  const specversion = textOf(root, 'specversion');
  const secretStore = textOf(root, 'secret_store');
  const fileFormat = specversion?.value === '0.1' ? '0.1' : '0.2';
  return {
    document,
    specversion,
    secretStore,
    secrets: tablesIn(root, 'secret_settings').map((table) => readSecret(table, blocks)),
    capabilities: tablesIn(root, 'capability').map((table) => readCapability(table, blocks, fileFormat)),
  };
}

function readSecret(table: Table, blocks: ReadonlyMap<Table, Span>): Secret {
  const name = textOf(table, 'name');
  const value = textOf(table, 'value');
  return { table, span: blocks.get(table) ?? table.span, name, value };
}

function readCapability(
  table: Table,
  blocks: ReadonlyMap<Table, Span>,
  fileFormat: '0.1' | '0.2',
): Capability {
  const name = textOf(table, 'name');
  const resource = textOf(table, 'resource');
  const format = formatOf(table, name, fileFormat);
  const served = format === '0.2' ? resource : name;
  const configs = table.members.get('configs');
  const configsTable = configs && tableOf(configs.value);
  return {
    table,
    header: table.span,
    span: blocks.get(table) ?? table.span,
    format,
    resource: served,
    name: format === '0.2' ? name : undefined,
    configs: configsTable ? Array.from(configsTable.members.values(), readConfig) : [],
    configsSpan: configsTable?.span,
  };
}

function formatOf(table: Table, name: Text | undefined, fileFormat: '0.1' | '0.2'): '0.1' | '0.2' {
  const byName = name !== undefined && looksLikeResource(name.value);
  // slight tried the 0.1 format first, and did not look at what else such a block says
  if (byName && fileFormat === '0.1') return '0.1';
  if (table.members.has('resource')) return '0.2';
  return byName ? '0.1' : fileFormat;
}

/** What stood before the dot before slight 0.3, and is renamed since. */
const formerKinds = ['kv', 'mq', 'lockd', 'pubsub'];

/** True for `keyvalue.redis`, `kv.anything`, `http`: the name of a resource, or one of its shape. */
function looksLikeResource(name: string): boolean {
  if (name === 'http' || name === 'http-client') return true;
  const dot = name.indexOf('.');
  if (dot === -1) return false;
  const kind = name.slice(0, dot);
  return capabilityKinds.some((known) => known === kind) || formerKinds.includes(kind);
}

function readConfig({ key, value: node }: Member): Config {
  const value = node.kind === 'string' ? readConfigValue(node) : undefined;
  return { key: key.name, keySpan: key.span, node, value };
}

function textOf(table: Table, key: string): Text | undefined {
  const value = table.members.get(key)?.value;
  return value?.kind === 'string' ? value : undefined;
}

function tablesIn(root: Table, key: string): readonly Table[] {
  const node = root.members.get(key)?.value;
  if (node === undefined) return [];
  const table = tableOf(node);
  return table === undefined ? (tablesOf(node) ?? []) : [table];
}

/** Of each table with a header: from there to the end of the last of the sections after it that lie in it. */
function blockSpans({ sections }: Document): ReadonlyMap<Table, Span> {
  const blocks = new Map<Table, Span>();
  let block: Section | undefined;
  let span = { start: 0, end: 0 };
  for (const section of sections) {
    if (block === undefined || !liesIn(section, block)) {
      block = section;
      span = { start: section.span.start, end: section.span.end };
      blocks.set(section.table, span);
    } else span.end = section.span.end;
  }
  return blocks;
}

function liesIn(section: Section, block: Section): boolean {
  const path = section.header?.key.parts ?? [];
  const outer = block.header?.key.parts ?? [];
  return (
    outer.length > 0 &&
    path.length > outer.length &&
    outer.every((part, index) => part.name === path[index]?.name)
  );
}
