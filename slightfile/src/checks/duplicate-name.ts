import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Text } from '../slightfile.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { removeTable, replaceText } from '../edits/edits.ts';
import { numbered } from '../kin.ts';
import { quote } from '@slight/text/words.ts';

/** Two capabilities of a kind that serve the same name. */
export function* duplicateName(context: CheckContext): Iterable<Problem> {
  for (const [kind, { blocks, names }] of context.kin) {
    const first = new Map<string, Text>();
    let everything: Text | undefined;
    for (const { capability } of blocks) {
      const text = named(capability);
      // two wildcards are wildcard-not-alone's
      if (!text || (capability.format === '0.2' && text.value === '*')) continue;
      const earlier = first.get(text.value);
      if (earlier) {
        const message = `The ${kind} capability on line ${lineOf(context, earlier)} has the name ${quote(text.value)} too. Give each capability of a kind a name of its own.`;
        const fix = capability.format === '0.1' ? remove(context, capability) : rename(text, names);
        yield problem('duplicate-name', 'error', text.span, message, [fix]);
        continue;
      }
      first.set(text.value, text);
      if (capability.format !== '0.1') continue;
      if (everything) {
        const message = `In the 0.1 format the ${kind} capability on line ${lineOf(context, everything)} serves every name, so this one is never used. Remove it, or use specversion "0.2" and give each a name.`;
        yield problem('duplicate-name', 'warning', text.span, message, [remove(context, capability)]);
      } else everything = text;
    }
  }
}

/** What must differ: in the 0.1 format the resource is the name. */
function named({ format, resource, name }: Block['capability']): Text | undefined {
  return format === '0.1' ? resource : name;
}

function rename(text: Text, names: ReadonlySet<string>): Fix {
  const to = numbered(names, text.value);
  return { title: `Change the name to ${quote(to)}`, edits: [replaceText(text, to)] };
}

function remove({ source }: CheckContext, { table }: Block['capability']): Fix {
  return { title: 'Remove this capability, which is never used', edits: removeTable(source, table) };
}

function lineOf({ lines }: CheckContext, { span }: Text): number {
  return lines.position(span.start).line + 1;
}
