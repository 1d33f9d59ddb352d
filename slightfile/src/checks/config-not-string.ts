import { findConfig } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import { isBelowHeader } from '../meant/below-header.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { tomlString } from '../toml/write.ts';
import { withHost } from '../values/port-alone.ts';
import { a, isConfig, quoted } from './wrong-type.ts';

/** `PORT = 1883`: every config is a string. slight said "did not match any variant of untagged enum". */
export function* configNotString(context: CheckContext): Iterable<Problem> {
  const faults = context.structure.mistyped.filter(
    ({ path, key }) => isConfig(path) && !isBelowHeader(context, key.span),
  );
  if (faults.length === 0) return;
  const blocks = new Map(
    context.blocks.flatMap((block) => block.capability.configs.map(({ node }) => [node, block] as const)),
  );
  for (const { node, key } of faults) {
    const block = blocks.get(node);
    if (block?.capability.format === '0.1') continue;
    const config = block?.resource && findConfig(block.resource, key.name);
    const address = config && node.kind === 'integer' ? withHost(config, String(node.value)) : undefined;
    const message = `${key.name} must be a string, and this is ${a(node)}. ${
      node.kind === 'table' || node.kind === 'inline-table' || node.kind === 'array'
        ? 'Write it as one string.'
        : address !== undefined
          ? `Write the whole address in quotes, such as "${address}".`
          : config?.secret === true
            ? 'Put it in quotes, or read it from a store.'
            : 'Put it in quotes.'
    }`;
    yield problem('config-not-string', 'error', node.span, message, [
      address === undefined
        ? quoted(context, node)
        : { title: `Change to "${address}"`, edits: [{ span: node.span, text: tomlString(address) }] },
    ]);
  }
}
