import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { findConfig, findResource } from '@slight/slightfile/catalogue.ts';
import { wholeReference } from '@slight/slightfile/references.ts';
import type { Capability, Config, Secret, Text } from '@slight/slightfile/slightfile.ts';
import { passwordParameters } from '@slight/slightfile/values/written-passwords.ts';
import type { Span } from '@slight/text/span.ts';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';

/** The outline: capabilities by the name that the guest opens, with their configs below them, and secrets. */
export function documentSymbols(file: File): DocumentSymbol[] {
  const { specversion, secretStore, secrets, capabilities } = file.slightfile;
  return [
    ...(specversion ? [topLevel(file, 'specversion', specversion)] : []),
    ...(secretStore ? [topLevel(file, 'secret_store', secretStore)] : []),
    ...secrets.map((secret) => secretSymbol(file, secret)),
    ...capabilities.map((capability) => capabilitySymbol(file, capability)),
  ].sort((one, other) => one.range.start.line - other.range.start.line);
}

function topLevel(file: File, name: string, { value, span }: Text): DocumentSymbol {
  return symbol(file, { name, detail: value, kind: SymbolKind.Constant, span, at: span });
}

function secretSymbol(file: File, { name, span, table }: Secret): DocumentSymbol {
  const label = name?.value ?? '';
  return symbol(file, {
    name: label === '' ? '[[secret_settings]]' : label,
    detail: 'secret',
    kind: SymbolKind.Key,
    span,
    at: name?.span ?? table.span,
  });
}

function capabilitySymbol(file: File, capability: Capability): DocumentSymbol {
  const { name, resource, span, header, configs } = capability;
  const kind = resource && findResource(resource.value)?.capability;
  const known = [name?.value, resource?.value].filter((text) => text !== undefined && text !== '');
  return symbol(file, {
    name: known[0] ?? '[[capability]]',
    ...(known[1] !== undefined && { detail: known[1] }),
    kind: kind ? symbolKinds[kind] : SymbolKind.Interface,
    span,
    at: name?.span ?? resource?.span ?? header,
    children: configs.map((config) => configSymbol(file, capability, config)),
  });
}

function configSymbol(file: File, { resource }: Capability, config: Config): DocumentSymbol {
  const { key, keySpan, node, value } = config;
  const known = resource && findResource(resource.value);
  // What is not known could be a secret.
  const isShown =
    (value && wholeReference(value) !== undefined) || (known && findConfig(known, key)?.secret === false);
  return symbol(file, {
    name: key === '' ? '""' : key,
    ...(value && { detail: isShown ? withoutPassword(value.text.value) : '••••' }),
    kind: SymbolKind.Property,
    span: { start: keySpan.start, end: Math.max(keySpan.end, node.span.end) },
    at: keySpan,
  });
}

function withoutPassword(value: string): string {
  return passwordParameters(value)
    .toSorted((one, other) => other.length - one.length)
    .reduce((shown, password) => shown.replaceAll(password, '••••'), value)
    .replace(/^([\w+.-]+:\/\/).*@/, '$1••••@');
}

interface Outline {
  readonly name: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  /** What is selected when the symbol is chosen. */
  readonly at: Span;
  readonly children?: DocumentSymbol[];
}

function symbol(file: File, { span, at, ...rest }: Outline): DocumentSymbol {
  // The protocol wants the selection within the whole.
  const whole = { start: span.start, end: Math.max(span.end, at.end) };
  return { ...rest, range: rangeOf(file, whole), selectionRange: rangeOf(file, at) };
}

/** What a capability is shown as. */
export const symbolKinds: Readonly<Record<CapabilityKind, SymbolKind>> = {
  keyvalue: SymbolKind.Object,
  messaging: SymbolKind.Event,
  blobstore: SymbolKind.File,
  sql: SymbolKind.Struct,
  configs: SymbolKind.Constant,
  distributed_locking: SymbolKind.Key,
  http: SymbolKind.Interface,
  'http-client': SymbolKind.Interface,
};
