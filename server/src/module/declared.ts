/** What a slightfile declares, by the kinds that guests import. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { Slightfile, Text } from '@slight/slightfile/slightfile.ts';
import type { Member } from '@slight/slightfile/toml/tree.ts';

export interface Declared {
  /** The resource of each capability that the catalogue knows. */
  readonly resources: readonly { readonly kind: CapabilityKind; readonly text: Text }[];
  readonly kinds: ReadonlySet<CapabilityKind>;
  /** False where other kinds may be meant too: a capability is half-typed or misspelled, or its resource is not known. */
  readonly complete: boolean;
}

export function declaredIn({ capabilities, document }: Slightfile): Declared {
  const resources = capabilities.flatMap(({ resource: text }) => {
    const kind = text && findResource(text.value)?.capability;
    return kind ? [{ kind, text }] : [];
  });
  return {
    resources,
    kinds: new Set(resources.map(({ kind }) => kind)),
    complete:
      document.errors.length === 0 &&
      resources.length === capabilities.length &&
      !document.root.members.values().some(isOther),
  };
}

/** True for tables of a name that slightfiles do not have: `[[capabilty]]`. */
function isOther({ key, value }: Member): boolean {
  const isTable = value.kind === 'table' || value.kind === 'table-array';
  return isTable && key.name !== 'capability' && key.name !== 'secret_settings';
}
