/** Types, as the component syntax writes them. */
import { spelled } from '../keywords.ts';
import type { Meaning, Named } from '../scopes.ts';
import type { Alias, FuncType, Name, Type } from '../tree.ts';
import type { Rewrite } from './rewrite.ts';

/** Where a type stands: a parameter lends a resource, and gives none away. */
export type Position = 'param' | 'other';

/** Writes a type anew, where the component syntax writes it otherwise. */
export function rewriteType(rewrite: Rewrite, type: Type, position: Position): void {
  const text = typeText(rewrite, type, position);
  // what differs in white space only is left as it is laid out
  if (rewrite.wordsIn(type.span) !== text.replaceAll(' ', '')) rewrite.replace(type.span, text);
}

/** True of the type that has no values to tell apart, which the component syntax leaves out. */
export function isUnit(type: Type): boolean {
  return type.kind === 'primitive' && type.name === 'unit';
}

/**
 * `expected` is called `result`, and `unit` is left out of it. Elsewhere `unit`, and the tuple of nothing, are a type
 * called `unit`, an enum of one case, because the component model has no type without values. A resource that is a
 * parameter is borrowed: legacy guests keep what they pass.
 */
function typeText(rewrite: Rewrite, type: Type, position: Position): string {
  const inner = (each: Type) => typeText(rewrite, each, position);
  switch (type.kind) {
    case 'primitive':
      if (type.name === 'unit') rewrite.needsUnit = true;
      return type.name;
    case 'name': {
      const name = typeName(rewrite, type.name);
      return position === 'param' && isResource(rewrite, rewrite.meaning(type.name))
        ? `borrow<${name}>`
        : name;
    }
    case 'list':
      return `list<${inner(type.element)}${type.length === undefined ? '' : `, ${type.length}`}>`;
    case 'map':
      return `map<${inner(type.key)}, ${inner(type.value)}>`;
    case 'option':
      return `option<${inner(type.some)}>`;
    case 'result': {
      const ok = type.ok && inner(type.ok);
      if (type.err) return `result<${ok ?? '_'}, ${inner(type.err)}>`;
      return ok === undefined ? 'result' : `result<${ok}>`;
    }
    case 'tuple':
      if (type.items.length === 0) rewrite.needsUnit = true;
      return type.items.length === 0 ? 'unit' : `tuple<${type.items.map(inner).join(', ')}>`;
    case 'own':
    case 'borrow':
      return `${type.kind}<${typeName(rewrite, type.resource)}>`;
    case 'stream':
    case 'future':
      return !type.element || isUnit(type.element) ? type.kind : `${type.kind}<${inner(type.element)}>`;
    case 'missing':
      return '';
  }
}

/** A function's parameters and its result, up to `end`; a result of nothing is left out, several are a tuple. */
export function rewriteFuncType(
  rewrite: Rewrite,
  { params, result, namedResults }: FuncType,
  end: number,
): void {
  for (const { name, type } of params) {
    rewriteName(rewrite, name);
    rewriteType(rewrite, type, 'param');
  }
  if (result && !isUnit(result)) {
    rewriteType(rewrite, result, 'other');
    return;
  }
  if (!result && !namedResults) return;
  const start = arrowBefore(rewrite, rewrite.indexAt(result?.span.start ?? end));
  if (!namedResults) {
    rewrite.replace({ start, end }, '');
    return;
  }
  const types = namedResults.map(({ type }) => typeText(rewrite, type, 'other'));
  const text = types.length > 1 ? `tuple<${types.join(', ')}>` : types.join('');
  rewrite.replace({ start, end }, text === '' ? '' : `-> ${text}`);
}

/** A name that is defined here and keeps its value. */
export function rewriteName(rewrite: Rewrite, { value, span }: Name): void {
  const isEscaped = rewrite.source.text[span.start] === '%';
  if (!isEscaped && spelled(value) !== value) rewrite.replace(span, spelled(value));
}

/** What a type is called here from now on. */
export function typeName({ source }: Rewrite, { value }: Name): string {
  return spelled(source.renames.get(value) ?? value);
}

/** Where the `->` is that a function's result follows. */
function arrowBefore({ tokens }: Rewrite, index: number): number {
  let at = index;
  while (at > 0 && tokens[at]?.kind !== '->') at -= 1;
  return tokens[at]?.start ?? 0;
}

/** More aliases of aliases than anyone writes. */
const maxChain = 100;

function isResource({ source: { scopes } }: Rewrite, meaning: Meaning | undefined): boolean {
  let at: Named = meaning;
  for (let step = 0; step < maxChain; step += 1) {
    if (at === undefined || at === 'unknown' || at.item.kind !== 'alias') break;
    const { type }: Alias = at.item;
    at = type.kind === 'name' ? scopes.named(at.block, type.name.value) : undefined;
  }
  return typeof at === 'object' && at.item.kind === 'resource';
}
