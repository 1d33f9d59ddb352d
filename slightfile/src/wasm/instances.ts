/** Instances that a component makes of its own parts: what each exports, as far as it can be told. */
import type { FunctionType } from '@slight/wit/model.ts';
import type { ByteReader } from './bytes.ts';
import { externName, Sort, sort, unknown } from './extern.ts';
import { number, standsFor } from './scope.ts';
import type { Definition, InstanceType, Part, Scope } from './scope.ts';

/** Reads an instance, and numbers it. */
export function readInstance(reader: ByteReader, scope: Scope): void {
  const form = reader.byte();
  if (form === 0x00) {
    const component = scope.components[reader.u32()];
    const given = new Map(reader.vector(() => [reader.name(), indexed(reader, scope)] as const));
    scope.instances.push(component?.(given));
  } else if (form === 0x01) {
    const parts = reader.vector(() => [externName(reader), indexed(reader, scope)] as const);
    scope.instances.push(instanceOf(parts));
  } else throw unknown('instance', form);
}

/** What a sort and a number of it stand for. */
function indexed(reader: ByteReader, scope: Scope): Part {
  return standsFor(scope, sort(reader), reader.u32());
}

/** An instance of these parts: what of it can be asked for. */
export function instanceOf(parts: Iterable<readonly [name: string, Part]>): InstanceType {
  const names = new Set<string>();
  const functions = new Map<string, FunctionType>();
  const types = new Map<string, Definition>();
  const instances = new Map<string, InstanceType>();
  for (const [name, part] of parts) {
    if (part?.is === 'type') types.set(name, part.type);
    if (part?.is === 'instance' && part.instance) instances.set(name, part.instance);
    if (part?.is !== 'function') continue;
    names.add(name);
    if (part.type) functions.set(name, part.type);
  }
  return { names, functions, types, instances };
}

/** Reads canonical definitions; a function that one lifts is numbered. */
export function readCanons(reader: ByteReader, scope: Scope): void {
  try {
    reader.vector(() => {
      readCanon(reader, scope);
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // one of those that came with WASI 0.3: how long it is is not known here, and so none of those after it
    scope.functionsAreKnown = false;
  }
}

function readCanon(reader: ByteReader, scope: Scope): void {
  const form = reader.byte();
  switch (form) {
    case 0x00: {
      reader.byte();
      reader.u32();
      skipOptions(reader);
      const definition = scope.types[reader.u32()];
      number(scope, Sort.func, {
        is: 'function',
        type: definition?.is === 'function' ? definition.type : undefined,
      });
      return;
    }
    case 0x01:
      reader.byte();
      reader.u32();
      skipOptions(reader);
      return;
    case 0x02:
    case 0x03:
    case 0x04:
      reader.u32();
      return;
    default:
      throw unknown('canonical definition', form);
  }
}

function skipOptions(reader: ByteReader): void {
  reader.vector(() => {
    const option = reader.byte();
    // from here to there with the index of a memory or a function
    if (option >= 0x03 && option <= 0x05) reader.u32();
    else if (option > 0x05) throw unknown('option', option);
  });
}
