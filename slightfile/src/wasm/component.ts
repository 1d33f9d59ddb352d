/**
 * What a component imports and exports, read from its binary form without running or compiling it.
 * Format: https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
 */
import type { FunctionType } from '@slight/wit/model.ts';
import { externName, readExtern, Sort, sort } from './extern.ts';
import { instanceOf, readCanons, readInstance } from './instances.ts';
import { number, Scope, standsFor } from './scope.ts';
import type { InstanceType, Nested, Part } from './scope.ts';
import { Section, sections } from './sections.ts';
import { addImported, readAlias, readType } from './types.ts';

/** An interface that a guest imports or exports: `keyvalue` (legacy), `wasi:keyvalue/store@0.2.0-draft2`. */
export interface InterfaceRef {
  readonly name: string;
  /** By their canonical names. Of a component's function that is in no interface: none, and its name is the row's. */
  readonly functions: readonly string[];
}

export interface ComponentInterfaces {
  readonly imports: readonly InterfaceRef[];
  /** Without functions where the component makes them in a way that is not known here. */
  readonly exports: readonly InterfaceRef[];
}

/** By an interface's full name, and in it by a function's canonical name; resource drops are not among them. */
export type InterfaceTypes = ReadonlyMap<string, ReadonlyMap<string, FunctionType>>;

export interface ComponentTypes {
  readonly imports: InterfaceTypes;
  /** Functions outside any interface are under the name ''. */
  readonly exports: InterfaceTypes;
}

/** @throws RangeError where the bytes end too early, SyntaxError where they are no component that this reads */
export function readInterfaces(component: Uint8Array): ComponentInterfaces {
  const { imports, exports } = read(component, new Scope());
  return {
    imports: [...imports].map(([name, part]) => ({ name, functions: namesOf(part) })),
    exports: [...exports]
      .filter(([, part]) => part?.is !== 'type')
      .map(([name, part]) => ({ name, functions: namesOf(part) })),
  };
}

/** The types of the functions that a component imports and exports. Throws as `readInterfaces` does. */
export function readTypes(component: Uint8Array): ComponentTypes {
  const { imports, exports } = read(component, new Scope());
  return { imports: typesOf(imports), exports: typesOf(exports) };
}

function namesOf(part: Part): readonly string[] {
  return part?.is === 'instance' && part.instance ? [...part.instance.names] : [];
}

function typesOf(parts: Parts): InterfaceTypes {
  const types = new Map<string, ReadonlyMap<string, FunctionType>>();
  const { functions } = instanceOf(parts);
  if (functions.size > 0) types.set('', functions);
  for (const [name, part] of parts) {
    if (part?.is === 'instance' && part.instance) types.set(name, part.instance.functions);
  }
  return types;
}

type Parts = ReadonlyMap<string, Part>;

/**
 * What is read of components inside a component, by the length of that: each is read as often as it is instantiated,
 * and a hostile one could instantiate more than there is time for.
 */
const mostNested = 20;

/** @param given what it is given for its imports, where it is instantiated inside another */
function read(
  component: Uint8Array,
  scope: Scope,
  given: Parts = new Map(),
  budget = { bytes: mostNested * component.length },
): { readonly imports: Parts; readonly exports: Parts } {
  const imports = new Map<string, Part>();
  const exports = new Map<string, Part>();
  for (const { id, content: section } of sections(component)) {
    switch (id) {
      case Section.component:
        scope.components.push(nested(section.rest(), scope, budget));
        break;
      case Section.type:
        section.vector(() => scope.types.push(readType(section, scope)));
        break;
      case Section.instance:
        section.vector(() => {
          readInstance(section, scope);
        });
        break;
      case Section.alias:
        section.vector(() => {
          readAlias(section, scope);
        });
        break;
      case Section.canon:
        readCanons(section, scope);
        break;
      case Section.import:
        section.vector(() => {
          const name = externName(section);
          const extern = readExtern(section);
          const part = addImported(scope, name, extern, given.get(name));
          if (extern.kind !== Sort.type) imports.set(name, part);
        });
        break;
      case Section.export:
        section.vector(() => {
          const name = externName(section);
          const kind = sort(section);
          const part = standsFor(scope, kind, section.u32());
          if (section.byte() === 1) readExtern(section);
          exports.set(name, part);
          number(scope, kind, part);
        });
        break;
    }
  }
  return { imports, exports };
}

/** Of one that cannot be read, nothing is known; the component around it is read all the same. */
function nested(component: Uint8Array, outer: Scope, budget: { bytes: number }): Nested {
  return (given): InstanceType | undefined => {
    budget.bytes -= component.length;
    if (budget.bytes < 0) return undefined;
    try {
      return instanceOf(read(component, new Scope(outer), given, budget).exports);
    } catch {
      return undefined;
    }
  };
}
