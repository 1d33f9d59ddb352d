/**
 * Links a component: its binary form, which says step by step what is made of what, becomes a program in which only core
 * modules are left. Components inside it are linked where they are instantiated, so that calls between them are calls of
 * lifted functions by lowered ones.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
 */
import type { ByteReader } from '@slight/slightfile/wasm/bytes.ts';
import { externName, readExtern, sort } from '@slight/slightfile/wasm/extern.ts';
import { sections } from '@slight/slightfile/wasm/sections.ts';
import type { Resource } from '../abi/types.ts';
import { readCanons } from './canons.ts';
import type { CoreInstance, CoreItem, Func, Program, Step } from './program.ts';
import { at, item, number, Scope, standsFor } from './scope.ts';
import type { Instance, Part } from './scope.ts';
import { aliased, imported, readType } from './types.ts';
import { Unsupported } from './unsupported.ts';

/** What is made on the way. */
export interface Making {
  readonly modules: Uint8Array[];
  readonly steps: Step[];
  readonly destructors: Map<Resource, CoreItem>;
  instances: number;
  /** Bytes of components inside the component that may still be read: each is, as often as it is instantiated. */
  budget: number;
}

/** A hostile component could instantiate those inside it more often than there is time for. */
const mostNested = 20;

/**
 * @throws Unsupported; RangeError or SyntaxError where the bytes are no component
 */
export function link(component: Uint8Array): Program {
  const making: Making = {
    modules: [],
    steps: [],
    destructors: new Map(),
    instances: 0,
    budget: mostNested * component.length,
  };
  const exported = linkComponent(component, new Scope(), undefined, making);
  const { modules, steps, destructors, instances } = making;
  const isPackage = steps.length === 0 && [...exported.values()].some((part) => part.is === 'type');
  return { modules, steps, destructors, instances, isPackage, exports: exportsOf(exported) };
}

function exportsOf(exported: Instance): Program['exports'] {
  const functions = (parts: Iterable<readonly [string, Part]>) =>
    new Map(
      [...parts].flatMap(([name, part]) => (part.is === 'function' ? [[name, part.func] as const] : [])),
    );
  const exports = new Map<string, ReadonlyMap<string, Func>>([['', functions(exported)]]);
  for (const [name, part] of exported) {
    if (part.is === 'instance') exports.set(name, functions(part.instance));
  }
  return exports;
}

/** @param given what it is given for its imports, where it is instantiated inside another; else hosts give them */
function linkComponent(
  bytes: Uint8Array,
  scope: Scope,
  given: Instance | undefined,
  making: Making,
): Instance {
  const instance = making.instances;
  making.instances += 1;
  const exported = new Map<string, Part>();
  for (const { id, content } of sections(bytes)) {
    switch (id) {
      case 0:
      case 3:
        // what core types are is of no interest
        break;
      case 1:
        scope.modules.push(making.modules.push(content.rest()) - 1);
        break;
      case 2:
        content.vector(() => scope.coreInstances.push(readCoreInstance(content, scope, making)));
        break;
      case 4: {
        const inner = content.rest();
        scope.components.push((args) => {
          making.budget -= inner.length;
          if (making.budget < 0)
            throw new Unsupported(
              'instantiates the components inside it more often than slight does. Build it smaller.',
            );
          return linkComponent(inner, new Scope(scope), args, making);
        });
        break;
      }
      case 5:
        content.vector(() => scope.instances.push(readInstance(content, scope)));
        break;
      case 6:
        content.vector(() => {
          readAlias(content, scope);
        });
        break;
      case 7:
        content.vector(() =>
          scope.types.push(
            readType(content, scope, (dtor) => {
              const resource: Resource = { name: '', definedBy: instance };
              if (dtor !== undefined) making.destructors.set(resource, at(scope.coreItems[0] ?? [], dtor));
              return resource;
            }),
          ),
        );
        break;
      case 8:
        readCanons(content, scope, instance);
        break;
      case 10:
        content.vector(() => {
          const name = externName(content);
          const extern = readExtern(content);
          number(scope, given ? item(given, name) : imported(scope, name, extern));
        });
        break;
      case 11:
        content.vector(() => {
          const name = externName(content);
          const part = standsFor(scope, sort(content), content.u32());
          if (content.byte() === 1) readExtern(content);
          exported.set(name, part);
          number(scope, part);
        });
        break;
      case 9:
        throw new Unsupported(
          'has a start function of the component model, which this version of slight does not run. Build it without.',
        );
      default:
        throw new SyntaxError(`unknown section ${id}`);
    }
  }
  return exported;
}

function readCoreInstance(reader: ByteReader, scope: Scope, making: Making): CoreInstance {
  const form = reader.byte();
  if (form === 0x00) {
    const module = at(scope.modules, reader.u32());
    const imports = reader.vector(() => {
      const name = reader.name();
      reader.byte();
      return [name, at(scope.coreInstances, reader.u32())] as const;
    });
    return { step: making.steps.push({ module, imports: new Map(imports) }) - 1 };
  }
  if (form !== 0x01) throw new SyntaxError(`unknown core instance 0x${form.toString(16)}`);
  const items = reader.vector(() => {
    const name = reader.name();
    const kind = reader.byte();
    return [name, at(coreItems(scope, kind), reader.u32())] as const;
  });
  return { items: new Map(items) };
}

function coreItems(scope: Scope, kind: number): CoreItem[] {
  const items = scope.coreItems[kind];
  if (!items) throw new SyntaxError(`unknown core sort 0x${kind.toString(16)}`);
  return items;
}

function readInstance(reader: ByteReader, scope: Scope): Instance {
  const form = reader.byte();
  if (form === 0x00) {
    const component = at(scope.components, reader.u32());
    return component(new Map(reader.vector(() => [reader.name(), indexed(reader, scope)] as const)));
  }
  if (form !== 0x01) throw new SyntaxError(`unknown instance 0x${form.toString(16)}`);
  return new Map(reader.vector(() => [externName(reader), indexed(reader, scope)] as const));
}

/** What a sort and a number of it stand for. */
function indexed(reader: ByteReader, scope: Scope): Part {
  const kind = reader.byte();
  return standsFor(scope, kind === 0x00 ? reader.byte() : kind, reader.u32());
}

function readAlias(reader: ByteReader, scope: Scope): void {
  const kind = reader.byte();
  if (kind !== 0x00) {
    number(scope, aliased(reader, scope, kind));
    return;
  }
  const core = reader.byte();
  if (core === 0x11) {
    number(scope, aliased(reader, scope, core));
    return;
  }
  const target = reader.byte();
  // an outer core type
  if (target === 0x02) {
    reader.u32();
    reader.u32();
    return;
  }
  const instance = at(scope.coreInstances, reader.u32());
  const name = reader.name();
  coreItems(scope, core).push(
    'step' in instance ? { is: 'export', step: instance.step, name } : item(instance.items, name),
  );
}
