import { capabilities } from '../../slightfile/src/catalogue.ts';
import type { Resource } from '../../slightfile/src/catalogue.ts';
import { list } from '../../text/src/words.ts';

const start = '<!-- Made by scripts/generate.ts from schemas/resources/, to the next comment. -->';
const end = '<!-- So far. -->';

/**
 * The README with its table of resources as it should be.
 * @throws Error where it has no place for one
 */
export function readme(current: string, resources: readonly Resource[]): string {
  const [before, rest] = split(current, start);
  const [, after] = split(rest, end);
  return `${before}${start}\n\n${tableOf(resources)}\n\n${end}${after}`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`README.md has no line ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function tableOf(resources: readonly Resource[]): string {
  const inOrder = resources.toSorted(
    (one, other) =>
      capabilities.indexOf(one.capability) - capabilities.indexOf(other.capability) ||
      one.configs.length - other.configs.length,
  );
  const idsOf = (status: Resource['status']) =>
    list(inOrder.filter((resource) => resource.status === status).map(({ id }) => code(id)));
  const planned = idsOf('planned');
  return [
    '| resource | what it is | started where none is given | configs |',
    '|---|---|---|---|',
    ...inOrder.filter(({ status }) => status === 'served').map(rowOf),
    '',
    `${planned === '' ? '' : `Understood in the editor, and not served yet, which a run says: ${planned}. `}Slight had names for what it never served: ${idsOf('never')}.`,
  ].join('\n');
}

function rowOf({ id, title, backend, unstarted, configs }: Resource): string {
  const keys = configs.map(({ key }) => code(key)).join(', ');
  return `| ${[code(id), title, (!unstarted && backend) || '', keys].join(' | ')} |`.replaceAll(
    / {2,}/g,
    ' ',
  );
}

function code(text: string): string {
  return `\`${text}\``;
}
