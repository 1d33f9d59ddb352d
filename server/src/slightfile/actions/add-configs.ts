import type { ConfigKey } from '@slight/slightfile/catalogue.ts';
import { findConfig } from '@slight/slightfile/catalogue.ts';
import { addConfigs } from '@slight/slightfile/edits/edits.ts';
import { proposedConfig } from '@slight/slightfile/edits/serve-by.ts';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import type { Action, ActionPlace } from './action.ts';
import { secretNames } from './blocks.ts';

/** The configs that a capability does not give: those that it needs, and all that its resource has. */
export function addMissingConfigs(file: File, { source, block }: ActionPlace): readonly Action[] {
  if (!block?.resource || block.unfinished || block.capability.format === '0.1') return [];
  const { resource, capability } = block;
  const given = new Set(capability.configs.map(({ key }) => findConfig(resource, key)));
  const absent = resource.configs.filter((config) => !given.has(config));
  const missing = absent.filter(({ required }) => required !== false);
  if (absent.length === 0) return [];
  const secrets = secretNames(file);
  const add = (title: string, configs: readonly ConfigKey[]): readonly Action[] => {
    const entries = configs.map((config) => proposedConfig(config, secrets));
    const edits = configs.length > 0 && addConfigs(source, block, entries);
    return edits ? [{ title, kind: CodeActionKind.RefactorRewrite, edits }] : [];
  };
  return [
    ...add('Add missing configs', missing),
    ...(missing.length < absent.length ? add('Add all configs', absent) : []),
  ];
}
