import { findConfig, findResource, spellingOf } from '@slight/slightfile/catalogue.ts';
import { referencesIn, wholeReference } from '@slight/slightfile/references.ts';
import type { Config, Reference } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { touches } from '@slight/text/span.ts';
import { findStore, stores } from '@slight/slightfile/stores.ts';
import { contextAt } from '@slight/slightfile/toml/context.ts';
import type { HeaderContext, KeyContext, ValueContext } from '@slight/slightfile/toml/context.ts';
import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import type { BlockAround } from './block.ts';
import { blockAround } from './block.ts';
import { explainConfig, explainKey, explainResource, explainStore, hidden, paragraphs } from './explain.ts';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';

/** What the thing at a position is for, and what a run will do with it. Null where there is nothing to say. */
export function hover(file: File, position: Position): Hover | null {
  const explanation = explain(file, file.document.offsetAt(position));
  if (explanation?.text === undefined) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: explanation.text },
    range: rangeOf(file, explanation.span),
  };
}

interface Explanation {
  readonly text: string | undefined;
  readonly span: Span;
}

function explain(file: File, offset: number): Explanation | undefined {
  const context = contextAt(file.slightfile.document, offset);
  const block = blockAround(file, offset);
  switch (context.kind) {
    case 'header':
      return explainHeader(block, context);
    case 'key':
      return explainKeyAt(file, block, context);
    case 'value':
      return explainValue(file, block, context, offset);
    case 'item':
    case 'blank':
    case 'comment':
    case 'none':
      return undefined;
  }
}

function explainHeader({ resource }: BlockAround, { header, part, path }: HeaderContext): Explanation {
  const name = [...path, part.name].join('.');
  const isCapability = name === 'capability' && path.length === 0 && header.key.parts.length === 1;
  const explained = explainKey(name);
  const text = explained && paragraphs(explained, isCapability && resource && explainResource(resource));
  return { text, span: header.key.parts.length === 1 ? header.span : part.span };
}

function explainKeyAt(
  file: File,
  { capability, resource }: BlockAround,
  { path, part }: KeyContext,
): Explanation {
  const span = part.span;
  if (path.join('.') !== 'capability.configs')
    return { text: explainKey([...path, part.name].join('.')), span };
  const config = resource && findConfig(resource, part.name);
  if (!resource || !config) return { text: undefined, span };
  const written = capability?.configs.find(({ key }) => key === part.name);
  return {
    text: paragraphs(explainConfig(config, resource), written && explainWritten(file, written)),
    span,
  };
}

function explainValue(
  file: File,
  { capability }: BlockAround,
  { path, value }: ValueContext,
  offset: number,
): Explanation | undefined {
  const { span } = value;
  // After a value that is still missing there is nothing to explain.
  if (value.kind === 'missing') return undefined;
  const text = value.kind === 'string' ? value.value : '';
  switch (path.join('.')) {
    case 'capability.resource':
      return { text: explainNamed(text), span };
    case 'capability.name':
      return { text: capability?.format === '0.1' ? explainNamed(text) : explainName(text), span };
    case 'secret_store':
      return { text: explainSecretStore(text), span };
    case 'secret_settings.value':
      return { text: `${hidden} ${explainKey('secret_settings.value') ?? ''}`, span };
    case 'specversion':
    case 'secret_settings.name':
      return { text: explainKey(path.join('.')), span };
  }
  const config = capability?.configs.find(({ node }) => node === value);
  if (path[0] !== 'capability' || path[1] !== 'configs' || !config) return undefined;
  return explainConfigValue(file, config, offset) ?? { text: undefined, span };
}

function explainNamed(name: string): string | undefined {
  const resource = findResource(name);
  if (!resource) return undefined;
  const former = spellingOf(name) !== 'current' && `\`${name}\` was renamed to \`${resource.id}\`.`;
  return paragraphs(former, explainResource(resource));
}

function explainName(name: string): string | undefined {
  const any = name === '*' && 'Whatever name the guest opens is served by this capability.';
  return paragraphs(any, explainKey('capability.name'));
}

function explainSecretStore(id: string): string | undefined {
  const store = stores.find(({ resource }) => resource === id);
  return paragraphs(store && explainStore(store), explainKey('secret_store'));
}

/** On a reference, what it reads; elsewhere in the value, what will become of all of it. */
function explainConfigValue(file: File, config: Config, offset: number): Explanation | undefined {
  const { value } = config;
  if (!value) return undefined;
  const reference = referencesIn(value).find(({ span }) => touches(span, offset));
  if (!reference) return { text: explainWritten(file, config), span: value.text.span };
  const { store, span } = reference;
  const known = touches(store.span, offset) ? findStore(store.value) : undefined;
  const text = paragraphs(known && explainStore(known), explainReference(file, reference));
  return { text: text === '' ? undefined : text, span: wholeReference(value) ? value.text.span : span };
}

/** What will become of the value; what it is, is not said: it may be a secret. */
function explainWritten(file: File, { value }: Config): string | undefined {
  if (!value) return undefined;
  if (value.malformed.length > 0) {
    return 'Not a reference yet: it is written `${store.KEY}`, with a store and a key.';
  }
  const references = referencesIn(value);
  const explained = references.flatMap((reference) => explainReference(file, reference) ?? []);
  const [only] = explained;
  if (references.length === 0) return 'Written here, as it is.';
  if (wholeReference(value)) return only;
  return paragraphs(
    'Written here, with what is read when the app starts in the place of each reference:',
    explained.map((one) => `- ${one}`).join('\n'),
  );
}

function explainReference({ slightfile, environment }: File, { store, key }: Reference): string | undefined {
  const name = `\`${key.value}\``;
  switch (store.value) {
    case 'envvars': {
      const state = environment.has(key.value) ? 'is set' : 'is not set';
      return `Read from the environment variable ${name} when the app starts. It ${state} in the editor's environment.`;
    }
    case 'usersecrets': {
      const isThere = slightfile.secrets.some((secret) => secret.name?.value === key.value);
      const state = isThere
        ? 'The file has it.'
        : `The file does not have it yet: \`slight secret -k ${key.value}\` adds it.`;
      return `Decrypted from the secret ${name} of this file when the app starts. ${state}`;
    }
    case 'azapp':
      return `Read from the key ${name} of Azure App Configuration when the app starts.`;
    case 'local':
      return 'The text after the dot, as it is.';
    default:
      return undefined;
  }
}
