import { resourcesOf } from '@slight/slightfile/catalogue.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import type { Block } from '@slight/slightfile/block.ts';
import { serveBy } from '@slight/slightfile/edits/serve-by.ts';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import type { Action, ActionPlace } from './action.ts';
import { blocksOf, lineOf, overlaps, secretNames } from './blocks.ts';

/** On the header or the resource of a capability: each other resource that can serve it. */
export function serveByAnother(file: File, { span, source, block }: ActionPlace): readonly Action[] {
  if (!block?.resource || !block.capability.resource || block.unfinished) return [];
  const { header, resource: text } = block.capability;
  if (!overlaps(header, span) && !overlaps(lineOf(file, text.span), span)) return [];
  const secrets = secretNames(file);
  return choices(file, block, block.resource).flatMap((resource): readonly Action[] => {
    const edits = serveBy(source, block, resource, secrets);
    return edits ? [{ title: `Switch to ${resource.id}`, kind: CodeActionKind.RefactorRewrite, edits }] : [];
  });
}

/** Those that are served by this version first, and of them the one that asks for least. */
function choices(file: File, { capability }: Block, current: Resource): readonly Resource[] {
  const taken = new Set(
    // in the 0.1 format the resource is the name, which must be the only one
    capability.format === '0.1' ? blocksOf(file).map(({ resource }) => resource) : [],
  );
  const served = ({ status }: Resource) => Number(status === 'served');
  return resourcesOf(current.capability)
    .filter((resource) => resource !== current && resource.status !== 'never' && !taken.has(resource))
    .toSorted((one, other) => served(other) - served(one) || one.configs.length - other.configs.length);
}
