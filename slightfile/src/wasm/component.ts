/**
 * What a component imports and exports, read from its binary form without running or compiling it.
 * Format: https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
 */
import type { FunctionType } from '@slight/wit/model.ts';
import { externName, readExtern, Sort, sort } from './extern.ts';
import { Section, sections } from './sections.ts';
import { addImported, readAlias, readType, Scope } from './types.ts';

/** An interface that a guest imports or exports: `keyvalue` (legacy), `wasi:keyvalue/store@0.2.0-draft2`. */
export interface InterfaceRef {
  readonly name: string;
  readonly functions: readonly string[];
}

export interface ComponentInterfaces {
  readonly imports: readonly InterfaceRef[];
  /** Their functions are empty: a component's binary form does not repeat them. */
  readonly exports: readonly InterfaceRef[];
}

/** By an interface's full name, and in it by a function's canonical name; resource drops are not among them. */
export type ImportedTypes = ReadonlyMap<string, ReadonlyMap<string, FunctionType>>;

/** @throws RangeError where the bytes end too early, SyntaxError where they are no component that this reads */
export function readInterfaces(component: Uint8Array): ComponentInterfaces {
  const { imports, exports } = read(component);
  return { imports, exports };
}

/** The types of the functions that a component imports in interfaces. Throws as `readInterfaces` does. */
export function readImportedTypes(component: Uint8Array): ImportedTypes {
  return read(component).types;
}

interface Read extends ComponentInterfaces {
  readonly types: ImportedTypes;
}

function read(component: Uint8Array): Read {
  const scope = new Scope();
  const imports: InterfaceRef[] = [];
  const exports: InterfaceRef[] = [];
  const types = new Map<string, ReadonlyMap<string, FunctionType>>();
  for (const { id, content: section } of sections(component)) {
    switch (id) {
      case Section.type:
        section.vector(() => scope.types.push(readType(section, scope)));
        break;
      case Section.instance:
        // made of the component's own parts; only its index counts
        for (let count = section.u32(); count > 0; count -= 1) scope.instances.push(undefined);
        break;
      case Section.alias:
        section.vector(() => readAlias(section, scope));
        break;
      case Section.import:
        section.vector(() => {
          const name = externName(section);
          const extern = readExtern(section);
          const instance = addImported(scope, name, extern);
          if (extern.kind === Sort.type) return;
          imports.push({ name, functions: instance ? [...instance.names] : [] });
          if (instance) types.set(name, instance.functions);
        });
        break;
      case Section.export:
        section.vector(() => {
          const name = externName(section);
          const kind = sort(section);
          const index = section.u32();
          if (section.byte() === 1) readExtern(section);
          if (kind === Sort.type) scope.types.push(scope.types[index]);
          else exports.push({ name, functions: [] });
          if (kind === Sort.instance) scope.instances.push(scope.instances[index]);
        });
        break;
    }
  }
  return { imports, exports, types };
}
