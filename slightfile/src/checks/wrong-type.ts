import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Node } from '../toml/tree.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { insert } from '../edits/edits.ts';
import { tomlString } from '../toml/write.ts';
import { isMisspelled } from '../meant/misspelled.ts';
import type { Mistyped } from '../structure.ts';

/** A value of the wrong kind: `specversion = 0.2`, `[capability]`. The values of configs are config-not-string's. */
export function* wrongType(context: CheckContext): Iterable<Problem> {
  const ignored = new Set(
    context.blocks
      .filter(({ capability }) => capability.format === '0.1')
      .map(({ capability }) => capability.table),
  );
  for (const fault of context.structure.mistyped) {
    const { path, node, table, key, wanted } = fault;
    if (path.length === 1 && isMisspelled(context.misspelled, table, key.name)) continue;
    // the header that would make it a list may be what cannot be read
    if (path.length === 1 && (context.document.errors[0]?.span.start ?? Infinity) < key.span.start) continue;
    if (isConfig(path) || (ignored.has(table) && key.name !== 'name')) continue;
    const name = path.filter((step) => !/^\d+$/.test(step)).at(-1) ?? '';
    const message = `${name} ${wants(name, wanted)}, and this is ${a(node)}.`;
    yield problem('wrong-type', 'error', node.span, message, [
      wanted === 'string' ? quoted(context, node) : bracketed(context, fault),
    ]);
  }
}

/** Whether a path leads to the value of a config. */
export function isConfig(path: readonly string[]): boolean {
  return path.length === 4 && path[0] === 'capability' && path[2] === 'configs';
}

/** The same value as a string, where that is what was meant. */
export function quoted({ document }: CheckContext, node: Node): Fix | undefined {
  const text = stringFor(document.text, node);
  if (text === undefined) return undefined;
  return { title: 'Put it in quotes', edits: [{ span: node.span, text: tomlString(text) }], preferred: true };
}

function stringFor(text: string, node: Node): string | undefined {
  switch (node.kind) {
    case 'integer':
      return node.value.toString();
    case 'boolean':
      return String(node.value);
    case 'float':
    case 'datetime':
      return text.slice(node.span.start, node.span.end);
    default:
      return undefined;
  }
}

/** `[capability]` for `[[capability]]`, and the reverse for configs. */
function bracketed({ source }: CheckContext, { node, wanted }: Mistyped): Fix | undefined {
  if (wanted === 'array' && node.kind === 'table') {
    const span = source.sectionOf(node)?.header?.span;
    if (!span) return undefined;
    return {
      title: 'Write the header with [[ ]]',
      edits: [insert(span.start, '['), insert(span.end, ']')],
      preferred: true,
    };
  }
  if (wanted === 'array' && node.kind === 'inline-table') {
    const edits = [insert(node.span.start, '['), insert(node.span.end, ']')];
    return { title: 'Put it in [ ], as a list', edits, preferred: true };
  }
  if (wanted !== 'object' || node.kind !== 'table-array' || node.tables.length !== 1) return undefined;
  const span = node.tables[0] && source.sectionOf(node.tables[0])?.header?.span;
  if (!span) return undefined;
  return {
    title: 'Write the header with [ ]',
    edits: [
      { span: { start: span.start, end: span.start + 1 }, text: '' },
      { span: { start: span.end - 1, end: span.end }, text: '' },
    ],
    preferred: true,
  };
}

function wants(name: string, wanted: Mistyped['wanted']): string {
  switch (wanted) {
    case 'string':
      return 'must be a string in quotes';
    case 'array':
      return `must be a list, each item with the header [[${name}]]`;
    case 'object':
      return name === 'configs' ? 'must be a table, [capability.configs]' : 'must hold tables';
  }
}

/** What a value is, with its article. */
export function a(node: Node): string {
  switch (node.kind) {
    case 'integer':
      return 'an integer';
    case 'array':
      return 'an array';
    case 'table':
    case 'inline-table':
      return 'a table';
    case 'table-array':
      return 'a list of tables';
    case 'missing':
      return 'nothing';
    case 'datetime':
      return 'a date or time';
    case 'float':
      return 'a number';
    case 'string':
    case 'boolean':
      return `a ${node.kind}`;
  }
}
