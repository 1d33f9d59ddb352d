import type { Definition } from '@slight/wit/definitions.ts';
import { docsOf, gatesOf } from '@slight/wit/definitions.ts';
import type { Target } from '@slight/wit/names.ts';
import { fileName, idOf } from '@slight/wit/packages.ts';
import type { Scopes } from '@slight/wit/scopes.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { Gate } from '@slight/wit/tree.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { rangeOf } from '../lsp/ranges.ts';
import { headOf } from './head.ts';
import { definitionAt, pointedAt, sourceOf } from './view.ts';
import type { Pointed } from './view.ts';

/** What the name at a position stands for: how it is defined, what its documentation says, and where it is from. */
export function hover(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
): Hover | null {
  const pointed = pointedAt(source, surroundings, document.offsetAt(position));
  if (!pointed) return null;
  const { span, kind, target } = pointed.name;
  const gate = gates.get(source.text.slice(span.start, span.end));
  const looked = { ...pointed, source, surroundings };
  const value = kind === 'gate' ? gate : target && explain(target, looked, maxAliases);
  if (value === undefined) return null;
  const range = rangeOf({ document }, span);
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}

/** Names for names for names: more than anyone writes. */
const maxAliases = 10;

/** What is looked at, and the names of the file that it is looked at from. */
interface Looked extends Omit<Pointed, 'name'> {
  readonly source: WitSource;
  readonly surroundings: WitSurroundings;
}

function explain(target: Target, looked: Looked, left: number): string | undefined {
  const { scopes, source, surroundings } = looked;
  const there = sourceOf(target, source, surroundings);
  if (!there) return undefined;
  const definition = definitionAt(there, target);
  if (!definition) return target.kind === 'interface' ? legacyInterface(there) : undefined;
  const meant = definition.of === 'alias' ? explainAliased(definition, there, looked, left) : undefined;
  return paragraphs(
    `\`\`\`wit\n${headOf(definition, there.text)}\n\`\`\``,
    meant,
    docsOf(definition),
    ...gatesOf(definition).map(explainGate),
    meant === undefined ? origin(definition, there, scopes) : undefined,
  );
}

/** What another name stands for: the name that it was made from, where this file made it. */
function explainAliased(
  { node, names }: Extract<Definition, { of: 'alias' }>,
  there: WitSource,
  looked: Looked,
  left: number,
): string | undefined {
  const first = names?.name ?? (node.kind === 'top-use' ? node.path.name : undefined);
  if (!first || there !== looked.source || left === 0) return undefined;
  const target = looked.names.find(({ span }) => span.start === first.span.start)?.target;
  return target && explain(target, looked, left - 1);
}

function legacyInterface({ uri }: WitSource): string {
  return `The interface \`${fileName(uri)}\`, which is a file of the legacy syntax.`;
}

function explainGate({ name, string, arguments: [argument] }: Gate): string | undefined {
  if (string) return `Outside of WIT it is called \`${string.value}\`.`;
  const value = argument?.value.value;
  if (value === undefined || value === '') return undefined;
  if (name.value === 'since') return `Since version ${value}.`;
  if (name.value === 'unstable') return `Not stable: it needs the feature \`${value}\`.`;
  return name.value === 'deprecated' ? `Deprecated since version ${value}.` : undefined;
}

const gates: ReadonlyMap<string, string> = new Map([
  ['since', '`@since` says with which version of the package this came.'],
  ['unstable', '`@unstable` says that this is there only where its feature is switched on.'],
  ['deprecated', '`@deprecated` says since which version of the package this should not be used anymore.'],
  [
    'external-id',
    '`@external-id` is the name that this has outside of WIT, for what imports or calls it by another one.',
  ],
]);

/** Where it stands: ``In `bucket` of `wasi:keyvalue/store@0.2.0`.`` */
function origin(definition: Definition, source: WitSource, scopes: Scopes): string | undefined {
  if (definition.of === 'package') return undefined;
  const outer: Definition[] = [];
  for (let at = definition.within; at; at = at.within) outer.unshift(at);
  const nested = outer[0]?.of === 'package' ? outer.shift() : undefined;
  const names = outer.map(({ name }) => name.value);
  const isLegacy = source.file.syntax === 'legacy';
  const block = isLegacy ? fileName(source.uri) : names.shift();
  const place = isLegacy ? block : placeIn(packageOf(nested, source, scopes), block);
  if (place === undefined) return undefined;
  return names.length === 0 ? `In \`${place}\`.` : `In \`${names.join('.')}\` of \`${place}\`.`;
}

function packageOf(
  nested: Definition | undefined,
  { file }: WitSource,
  { packages }: Scopes,
): { readonly id: string | undefined; readonly version: string | undefined } | undefined {
  if (nested?.of !== 'package') return packages.unitOf(file.items)?.package;
  const { name } = nested.node;
  return { id: idOf(name), version: name.version?.value };
}

function placeIn(of: ReturnType<typeof packageOf>, block: string | undefined): string | undefined {
  if (of?.id === undefined) return block;
  const path = block === undefined ? of.id : `${of.id}/${block}`;
  return of.version === undefined ? path : `${path}@${of.version}`;
}

function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
