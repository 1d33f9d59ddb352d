/** Values: resources, versions, stores, and what a config can be. */
import type { ConfigKey } from '@slight/slightfile/catalogue.ts';
import { findConfig } from '@slight/slightfile/catalogue.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import { referencesIn } from '@slight/slightfile/references.ts';
import { stores } from '@slight/slightfile/stores.ts';
import type { ValueContext } from '@slight/slightfile/toml/context.ts';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { BlockAround } from '../block.ts';
import { explainKey, explainResource, explainStore } from '../explain.ts';
import type { File } from '../file.ts';
import { availableResources } from './lines.ts';
import type { Proposal } from '../../lsp/proposal.ts';
import { referenceSlot, slotAt } from './slot.ts';

/** What the value that the cursor is on can be, with the quotes that are not there yet. */
export function valueProposals(
  file: File,
  block: BlockAround,
  context: ValueContext,
  offset: number,
): readonly Proposal[] {
  const { text: source } = file.slightfile.document;
  const whole = slotAt(source, context, offset);
  if (!whole) return [];
  const slot = isConfig(context.path) ? referenceSlot(source, whole, offset) : whole;
  return formsAt(file, block, context.path, slot.typed).map(({ text, ...rest }) => ({
    label: text,
    ...rest,
    span: slot.span,
    insert: [slot.opening + text + slot.closing],
  }));
}

interface ValueForm extends Pick<Proposal, 'kind' | 'detail' | 'documentation' | 'deprecated' | 'filter'> {
  readonly text: string;
  readonly label?: string;
}

function formsAt(
  file: File,
  { capability, resource }: BlockAround,
  path: readonly string[],
  typed: string,
): readonly ValueForm[] {
  const [table, key = '', config = '', ...deeper] = path;
  if (deeper.length > 0) return [];
  if (table === 'specversion' && path.length === 1) return versions;
  if (table === 'secret_store' && path.length === 1) return secretStores();
  if (table === 'secret_settings') return key === 'name' && path.length === 2 ? secretNames(file) : [];
  if (table !== 'capability') return [];
  if (isConfig(path)) return configValues(file, resource, config, typed);
  if (path.length !== 2) return [];
  if (key === 'resource' || (key === 'name' && capability?.format === '0.1')) return resourceNames();
  return key === 'name' ? [anyName] : [];
}

function isConfig([table, key, ...config]: readonly string[]): boolean {
  return table === 'capability' && key === 'configs' && config.length === 1;
}

const versions: readonly ValueForm[] = [
  {
    text: '0.2',
    kind: CompletionItemKind.EnumMember,
    detail: 'each capability has a resource, a name and configs',
  },
  { text: '0.1', kind: CompletionItemKind.EnumMember, detail: 'a capability is only a name' },
];

const anyName: ValueForm = {
  text: '*',
  kind: CompletionItemKind.Value,
  detail: 'whatever name the guest opens',
  documentation: explainKey('capability.name'),
};

function secretStores(): readonly ValueForm[] {
  return stores.map((store) => ({
    text: store.resource,
    kind: CompletionItemKind.EnumMember,
    detail: store.status === 'planned' ? `${store.id} (not served by this version yet)` : store.id,
    documentation: explainStore(store),
  }));
}

/** Those that can be served, and old names, which become today's. What was never implemented is left out. */
function resourceNames(): readonly ValueForm[] {
  const available = availableResources();
  const old = available.flatMap((resource) =>
    [...resource.aliases, ...(resource.gone ?? [])].map((name) => ({
      ...resourceForm(resource),
      label: name,
      filter: name,
      detail: `renamed to ${resource.id}`,
      deprecated: true,
    })),
  );
  return [...available.map(resourceForm), ...old];
}

function resourceForm(resource: Resource): ValueForm {
  const { id, title, status } = resource;
  return {
    text: id,
    kind: CompletionItemKind.Module,
    detail: status === 'planned' ? `${title} (not served by this version yet)` : title,
    documentation: explainResource(resource),
  };
}

/** Secrets that configs read, or should, and that the file has not. */
function secretNames({ slightfile }: File): readonly ValueForm[] {
  const existing = new Set(slightfile.secrets.map(({ name }) => name?.value));
  const wanted = slightfile.capabilities.flatMap(({ configs }) =>
    configs.flatMap(({ value }) =>
      referencesIn(value).flatMap(({ store, key }) => (store.value === 'usersecrets' ? [key.value] : [])),
    ),
  );
  return [...new Set(wanted)]
    .filter((name) => !existing.has(name))
    .map((text) => ({ text, kind: CompletionItemKind.Variable, detail: 'read by a config of this file' }));
}

/** What the config can be literally, then where it can be read from. */
function configValues(
  file: File,
  resource: Resource | undefined,
  key: string,
  typed: string,
): readonly ValueForm[] {
  const config = resource && findConfig(resource, key);
  const forms = [
    ...(typed.startsWith('$') ? [] : literals(config)),
    ...references(file, key, config?.secret === true, typed),
  ];
  return [...new Map(forms.map((form) => [form.text, form])).values()];
}

function literals(config: ConfigKey | undefined): readonly ValueForm[] {
  if (!config) return [];
  const { format, values, default: fallback, example } = config;
  const known = format === 'boolean' ? ['true', 'false'] : (values ?? []);
  const form = (text: string): ValueForm => ({
    text,
    kind: CompletionItemKind.EnumMember,
    detail: text === fallback ? 'default' : text === example && !known.includes(text) ? 'example' : undefined,
  });
  return [
    ...known,
    ...(fallback === undefined ? [] : [fallback]),
    ...(example === undefined ? [] : [example]),
  ].map(form);
}

/** `${usersecrets.…}` and `${envvars.…}` with the names that exist; the config's own key first, be it there or not. */
function references(
  { slightfile, environment }: File,
  key: string,
  isSecret: boolean,
  typed: string,
): readonly ValueForm[] {
  const secrets = new Set(slightfile.secrets.flatMap(({ name }) => (name ? [name.value] : [])));
  const reference = (store: string, name: string, detail: string): ValueForm => ({
    text: `\${${store}.${name}}`,
    kind: CompletionItemKind.Reference,
    detail,
  });
  const secret = (name: string) =>
    reference(
      'usersecrets',
      name,
      secrets.has(name) ? 'secret of this file' : 'secret that this file does not have yet',
    );
  const variable = (name: string) =>
    reference(
      'envvars',
      name,
      environment.has(name) ? 'environment variable' : 'environment variable that is not set here',
    );
  return [
    ...(isSecret ? [secret(key), variable(key)] : [variable(key), secret(key)]),
    ...[...secrets].map(secret),
    // The environment is long: it is shown to those who ask for it.
    ...(typed.startsWith('$') ? [...environment].filter(isReferable).sort().map(variable) : []),
    ...(typed.startsWith('$') ? [reference('azapp', key, 'Azure App Configuration')] : []),
  ];
}

function isReferable(name: string): boolean {
  return /^[^{}"\\\p{Cc}]+$/u.test(name);
}
