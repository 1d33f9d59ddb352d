import { referTo } from '@slight/slightfile/edits/edits.ts';
import { nextFree } from './names.ts';
import type { Block } from '@slight/slightfile/block.ts';
import { findConfig } from '@slight/slightfile/catalogue.ts';
import { referencesIn } from '@slight/slightfile/references.ts';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import type { Action, ActionPlace } from './action.ts';
import { blocksOf, literalAt } from './blocks.ts';

/** On a config's literal value: reads it from an environment variable that nothing else in the file reads. */
export function extractToEnvironment(file: File, { span, block }: ActionPlace): readonly Action[] {
  const literal = literalAt(file, block?.capability, span);
  if (!literal || !/^[A-Za-z_]\w*$/.test(literal.config.key)) return [];
  const { text, part } = literal;
  const store = file.slightfile.secretStore?.value ?? 'configs.envvars';
  const read = new Set(blocksOf(file).flatMap((block) => variablesOf(block, store)));
  const name = nextFree(read, part.name);
  return [
    {
      title: `Extract to \${envvars.${name}}`,
      kind: CodeActionKind.RefactorExtract,
      edits: [referTo(text, 'envvars', name, part.at)],
    },
  ];
}

/** The variables that a capability reads, be they named or not. */
function variablesOf({ capability, resource }: Block, secretStore: string): readonly string[] {
  const keys = resource?.configs ?? [];
  if (capability.format === '0.1') {
    return secretStore === 'configs.envvars' ? keys.map(({ key }) => key) : [];
  }
  const named = capability.configs.flatMap(({ value }) =>
    referencesIn(value).flatMap(({ store, key }) => (store.value === 'envvars' ? [key.value] : [])),
  );
  if (!resource) return named;
  const given = new Set(capability.configs.map(({ key }) => findConfig(resource, key)));
  const inherited = keys.filter((config) => config.required === 'environment' && !given.has(config));
  return [...named, ...inherited.map(({ key }) => key)];
}
