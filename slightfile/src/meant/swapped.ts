/** `resource` and `name` the wrong way round: `resource = "orders"` and `name = "keyvalue.redis"`. */
import { spellingOf } from '../catalogue.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { Capability, Text } from '../slightfile.ts';
import { replaceText } from '../edits/edits.ts';

export interface Swapped {
  readonly resource: Text;
  readonly name: Text;
}

/** Both of a capability whose name is a resource, and whose resource is none. */
export function swapped({ format, resource, name }: Capability): Swapped | undefined {
  if (format === '0.1' || !resource || !name) return undefined;
  if (resource.value === '' || resource.value.includes('.') || spellingOf(resource.value) !== undefined)
    return undefined;
  const spelling = spellingOf(name.value);
  return spelling === undefined || spelling === 'gone' ? undefined : { resource, name };
}

export function swap({ resource, name }: Swapped): Fix {
  return {
    title: 'Swap resource and name',
    edits: [replaceText(resource, name.value), replaceText(name, resource.value)],
    preferred: true,
  };
}
