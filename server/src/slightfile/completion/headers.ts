/** Tables: `[[capability]]`, `[capability.configs]`, `[[secret_settings]]`, with the lines that go below them. */
import type { Span } from '@slight/text/span.ts';
import type { HeaderContext } from '@slight/slightfile/toml/context.ts';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { BlockAround } from '../block.ts';
import { fileFormat } from '../block.ts';
import { explainKey } from '../explain.ts';
import type { File } from '../file.ts';
import { configLine, configsToGive, nameHole, resourceHole } from './lines.ts';
import type { Piece, Proposal } from '../../lsp/proposal.ts';

/** What can stand in the brackets that the cursor is in; the brackets are replaced too, so that they are the right ones. */
export function headerProposals(
  file: File,
  block: BlockAround,
  { header, path, section }: HeaderContext,
): readonly Proposal[] {
  const { text } = file.slightfile.document;
  const { span, key } = header;
  const lineEnd = text.indexOf('\n', span.end);
  const isAlone = text.slice(span.end, lineEnd === -1 ? text.length : lineEnd).trim() === '';
  const brackets = text.slice(span.start, key.span.start);
  return tables(file, block, span.start)
    .filter(({ name }) => path.every((part, index) => name.split('.')[index] === part))
    .filter(({ name }) => name.split('.').length > path.length)
    .map(({ name, title, body }) => ({
      ...describe(name, title),
      span,
      insert: isAlone && section.entries.length === 0 ? [title, ...body] : [title],
      filter: brackets + name,
    }))
    .map((proposal) => setOff(text, proposal));
}

/** The tables that can begin on an empty line, or on one where their name is half typed. */
export function tableProposals(file: File, block: BlockAround, span: Span): readonly Proposal[] {
  return tables(file, block, span.start)
    .map(({ name, title, body }) => ({
      ...describe(name, title),
      span,
      insert: [title, ...body],
      filter: name,
    }))
    .map((proposal) => setOff(file.slightfile.document.text, proposal));
}

/** A list's header with the blank line above it, where the line above is neither blank nor a comment on it. */
function setOff(text: string, proposal: Proposal & { readonly filter: string }): Proposal {
  const { span, insert, filter } = proposal;
  if (!proposal.label.startsWith('[[')) return proposal;
  const start = lineStart(text, span.start);
  const indent = text.slice(start, span.start);
  const end = text.endsWith('\r\n', start) ? start - 2 : start - 1;
  const above = text.slice(lineStart(text, end), Math.max(end, 0)).trim();
  if (start === 0 || indent.trim() !== '' || above === '' || above.startsWith('#')) return proposal;
  // from the beginning of the line, so that nothing stays on the blank one
  const whole = { start, end: span.end };
  return { ...proposal, span: whole, insert: [`\n${indent}`, ...insert], filter: indent + filter };
}

/** Where the line of an offset begins, with all that the protocol counts as a line's end. */
function lineStart(text: string, offset: number): number {
  if (offset <= 0) return 0;
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function describe(name: string, title: string) {
  return { label: title, kind: CompletionItemKind.Struct, documentation: explainKey(name) };
}

interface TableForm {
  /** `capability.configs` */
  readonly name: string;
  /** `[capability.configs]` */
  readonly title: string;
  readonly body: readonly Piece[];
}

function tables(file: File, block: BlockAround, offset: number): readonly TableForm[] {
  return [
    { name: 'capability', title: '[[capability]]', body: capabilityBody(file) },
    ...configsTable(block, offset),
    {
      name: 'secret_settings',
      title: '[[secret_settings]]',
      body: ['\nname = "', [''], '"\nvalue = "', [''], '"'],
    },
  ];
}

function capabilityBody(file: File): readonly Piece[] {
  if (fileFormat(file) === '0.1') return ['\nname = "', resourceHole(), '"'];
  return [
    '\nresource = "',
    resourceHole(),
    '"\nname = "',
    nameHole(file, { capability: undefined, resource: undefined }),
    '"',
  ];
}

/** Of the capability above, where that has no configs yet; with the lines that its resource asks for. */
function configsTable({ capability, resource }: BlockAround, offset: number): readonly TableForm[] {
  if (!capability || capability.format === '0.1') return [];
  // The header that the cursor is in does not count.
  if (capability.configsSpan && capability.configsSpan.start !== offset) return [];
  if (resource?.configs.length === 0) return [];
  const lines = configsToGive(resource).flatMap((config): Piece[] => ['\n', ...configLine(config)]);
  return [
    { name: 'capability.configs', title: '[capability.configs]', body: lines.length > 0 ? lines : ['\n'] },
  ];
}
