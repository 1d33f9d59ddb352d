/** Keys that are not there yet, each with a value to fill in. */
import type { ConfigKey } from '@slight/slightfile/catalogue.ts';
import type { Span } from '@slight/text/span.ts';
import type { BlankContext, KeyContext } from '@slight/slightfile/toml/context.ts';
import type { Table } from '@slight/slightfile/toml/tree.ts';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { BlockAround } from '../block.ts';
import { fileFormat } from '../block.ts';
import { explainConfig, explainKey, need } from '../explain.ts';
import type { File } from '../file.ts';
import { tableProposals } from './headers.ts';
import { configLine, configsToGive, nameHole, resourceHole } from './lines.ts';
import type { Piece, Proposal } from '../../lsp/proposal.ts';

/** What an empty place for a key can become: a key, or on a line of its own a table. */
export function blankProposals(
  file: File,
  block: BlockAround,
  { path, table, braces }: BlankContext,
  offset: number,
): readonly Proposal[] {
  const place = {
    path,
    block,
    isInline: braces !== undefined,
    has: (name: string) => table.members.has(name),
  };
  const span = { start: offset, end: offset };
  const keys = keyForms(file, place).map((form) => proposal(form, span, line(form)));
  return braces ? keys : [...keys, ...tableProposals(file, block, span)];
}

/** What the key that the cursor is on can become. One that has its value keeps it. */
export function keyProposals(file: File, block: BlockAround, context: KeyContext): readonly Proposal[] {
  const { path, part, entry, index, table, braces } = context;
  const { text } = file.slightfile.document;
  const has = (name: string) => isOther(table, name, part.span);
  const forms = keyForms(file, { path, block, isInline: braces !== undefined || index > 0, has });
  const isWhole = entry.equals !== undefined || index < entry.key.parts.length - 1;
  const quote = part.style === 'bare' ? '' : text.slice(part.span.start, part.span.start + 1);
  const keys = forms.map((form) => ({
    ...proposal(form, part.span, isWhole ? [form.name] : line(form)),
    filter: quote + form.name,
  }));
  const isLine = !braces && index === 0 && !isWhole && quote === '';
  return isLine ? [...keys, ...tableProposals(file, block, part.span)] : keys;
}

/** True where another place than this one defines the name. */
function isOther(table: Table | undefined, name: string, span: Span): boolean {
  const member = table?.members.get(name);
  return member !== undefined && member.key.span.start !== span.start;
}

interface Place {
  readonly path: readonly string[];
  readonly block: BlockAround;
  /** In braces, or after a dot: where no header can begin. */
  readonly isInline: boolean;
  readonly has: (name: string) => boolean;
}

interface KeyForm {
  readonly name: string;
  /** What goes after `name = `. */
  readonly value: readonly Piece[];
  readonly detail?: string;
  readonly documentation?: string | undefined;
}

function line({ name, value }: KeyForm): readonly Piece[] {
  return [`${name} = `, ...value];
}

function proposal({ name, detail, documentation }: KeyForm, span: Span, insert: readonly Piece[]): Proposal {
  return { label: name, kind: CompletionItemKind.Property, detail, documentation, span, insert };
}

function keyForms(file: File, place: Place): readonly KeyForm[] {
  return formsAt(file, place).filter(({ name }) => !place.has(name));
}

function formsAt(file: File, place: Place): readonly KeyForm[] {
  switch (place.path.join('.')) {
    case '':
      return topForms(file);
    case 'capability':
      return capabilityForms(file, place);
    case 'capability.configs':
      return configForms(place);
    case 'secret_settings':
      return [form('secret_settings.name', ['']), form('secret_settings.value', [''])];
    default:
      return [];
  }
}

function topForms(file: File): readonly KeyForm[] {
  const { specversion, capabilities } = file.slightfile;
  const takesStore = specversion
    ? specversion.value === '0.1'
    : capabilities.every(({ format }) => format === '0.1');
  return [
    form('specversion', ['0.2', '0.1']),
    ...(takesStore
      ? [form('secret_store', ['configs.envvars', 'configs.usersecrets', 'configs.local'])]
      : []),
  ];
}

function capabilityForms(file: File, { block, isInline }: Place): readonly KeyForm[] {
  const { capability, resource } = block;
  if ((capability?.format ?? fileFormat(file)) === '0.1') return [form('capability.name', resourceHole())];
  const lines = configsToGive(resource).map(configLine);
  const configs = lines.flatMap((pieces, index): Piece[] => [index === 0 ? '{ ' : ', ', ...pieces]);
  return [
    form('capability.resource', resourceHole()),
    form('capability.name', nameHole(file, block)),
    ...(isInline && resource?.configs.length !== 0
      ? [
          {
            ...form('capability.configs', ['']),
            value: lines.length > 0 ? [...configs, ' }'] : ['{ ', [''] as const, ' }'],
          },
        ]
      : []),
  ];
}

/** The configs that the resource has and the block has not, those that it cannot do without first. */
function configForms({ block: { resource }, has }: Place): readonly KeyForm[] {
  if (!resource) return [];
  return resource.configs
    .filter(({ aliases = [] }) => !aliases.some(has))
    .toSorted((one, other) => rank(one) - rank(other))
    .map((config) => ({
      name: config.key,
      value: configLine(config).with(0, '"'),
      detail: need(config.required),
      documentation: explainConfig(config, resource),
    }));
}

function rank({ required }: ConfigKey): number {
  return [true, 'backend', 'environment', false].indexOf(required);
}

function form(path: string, hole: Exclude<Piece, string>): KeyForm {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return { name, value: ['"', hole, '"'], documentation: explainKey(path) };
}
