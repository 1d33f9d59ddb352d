import type { Span } from '@slight/text/span.ts';
import type { Definition } from '@slight/wit/definitions.ts';
import { sameTarget } from '@slight/wit/names.ts';
import type { Target } from '@slight/wit/names.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Position } from 'vscode-languageserver-types';
import { definitionAt, locationOf, pointedAt } from './view.ts';

/**
 * Where the type of the name at a position is defined: of a parameter, a field or a case its own, of a function what
 * it returns, of an alias what it stands for. The name of any other type leads to its definition.
 */
export function typeDefinition(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
): Location[] {
  const pointed = pointedAt(source, surroundings, document.offsetAt(position));
  const target = pointed?.name.target;
  if (!target) return [];
  const definition = target.uri === source.uri ? definitionAt(source, target) : undefined;
  const span = definition && typeSpan(definition);
  const inType: Target[] = [];
  for (const name of span ? pointed.names : []) {
    const isInside = span !== undefined && span.start <= name.span.start && name.span.end <= span.end;
    if (!isInside || !name.target || inType.some((other) => sameTarget(other, name.target))) continue;
    inType.push(name.target);
  }
  const isType = target.kind === 'type' || target.kind === 'resource';
  const targets = inType.length === 0 && isType ? [target] : inType;
  return targets.flatMap((each) => locationOf(each, source, surroundings) ?? []);
}

/** Where the type stands that a definition is of. */
function typeSpan(definition: Definition): Span | undefined {
  switch (definition.of) {
    case 'param':
    case 'member':
      return definition.node.type?.span;
    case 'type':
      return definition.node.kind === 'alias' ? definition.node.type.span : undefined;
    case 'func': {
      const { node } = definition;
      if (node.kind === 'func') return node.type.result?.span;
      return node.target.kind === 'func' ? node.target.type.result?.span : undefined;
    }
    default:
      return undefined;
  }
}
