/** Names of WIT, taken apart, and as jco writes them in JavaScript. */
import { camelCase } from '../../hosts/values.ts';

/** A resource's class, as jco writes its name. */
export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

export interface FunctionName {
  readonly kind: 'function' | 'static' | 'method' | 'resource-drop' | 'constructor';
  readonly resource: string;
  readonly member: string;
}

/** A function's canonical name: `[method]bucket.get`. */
export function parseName(name: string): FunctionName {
  const match = /^\[(static|method|resource-drop|constructor)\]([^.]+)(?:\.(.+))?$/.exec(name);
  if (!match) return { kind: 'function', resource: '', member: name };
  const [, kind = '', resource = '', member = ''] = match;
  return { kind: kind as FunctionName['kind'], resource, member };
}
