/** From the name of a capability to the interface that guests use it through. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { capabilityInterface } from '@slight/slightfile/interfaces.ts';
import { LineIndex } from '@slight/text/span.ts';
import type { Interface, Item, PackageName } from '@slight/wit/tree.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { Location } from 'vscode-languageserver-types';
import { nameOf } from '../lsp/uri.ts';

/** The interfaces of a kind that a guest opens names with: the app's own WIT first, else what slight ships. */
export function typeDefinition(
  kind: CapabilityKind,
  own: readonly WitSource[],
  shipped: readonly WitSource[],
): Location[] {
  const found = own.flatMap((source) => interfacesOf(source, kind));
  return found.length > 0 ? found : shipped.flatMap((source) => interfacesOf(source, kind));
}

function interfacesOf(source: WitSource, kind: CapabilityKind): Location[] {
  const { uri, file, text } = source;
  const lines = new LineIndex(text);
  if (file.syntax === 'legacy') {
    const isOne = opens(nameOf(uri).replace(/\.wit$/, ''), kind);
    return isOne ? [{ uri, range: lines.range({ start: 0, end: 0 }) }] : [];
  }
  return [...interfaces(file.items, file.package)]
    .filter(({ name }) => opens(name, kind))
    .map(({ item }) => ({ uri, range: lines.range(item.name.span) }));
}

function opens(name: string, kind: CapabilityKind): boolean {
  const known = capabilityInterface(name);
  return known?.kind === kind && (known.opensByName || kind === 'http' || kind === 'http-client');
}

function* interfaces(
  items: readonly Item[],
  of: PackageName | undefined,
): Iterable<{ readonly name: string; readonly item: Interface }> {
  for (const item of items) {
    if (item.kind === 'package') yield* interfaces(item.items, item.name);
    if (item.kind !== 'interface' || !of) continue;
    yield { name: `${of.namespace.value}:${of.name.value}/${item.name.value}`, item };
  }
}
