/** Canonical definitions: functions that cross between core WebAssembly and the component model. */
import type { ByteReader } from '@slight/slightfile/wasm/bytes.ts';
import type { Encoding } from '../abi/side.ts';
import type { CoreItem, Options } from './program.ts';
import { at } from './scope.ts';
import type { Scope } from './scope.ts';
import { Unsupported } from './unsupported.ts';

const builtins = { 0x02: 'new', 0x03: 'drop', 0x04: 'rep' } as const;

/** @param instance of the component that they are in, by its number */
export function readCanons(reader: ByteReader, scope: Scope, instance: number): void {
  const [functions = []] = scope.coreItems;
  reader.vector(() => {
    const form = reader.byte();
    switch (form) {
      case 0x00: {
        reader.byte();
        const core = at(functions, reader.u32());
        const options = readOptions(reader, scope);
        const definition = at(scope.types, reader.u32());
        if (definition.is !== 'function')
          throw new SyntaxError('a function has a type that is none of functions');
        scope.funcs.push({ type: definition.type, core, options, instance });
        break;
      }
      case 0x01: {
        reader.byte();
        const func = at(scope.funcs, reader.u32());
        functions.push({ is: 'lowered', func, options: readOptions(reader, scope), instance });
        break;
      }
      case 0x02:
      case 0x03:
      case 0x04: {
        const definition = at(scope.types, reader.u32());
        if (definition.is !== 'resource') throw new SyntaxError('a handle is of no resource');
        functions.push({ is: 'resource', what: builtins[form], resource: definition.resource, instance });
        break;
      }
      default:
        throw new Unsupported(
          'uses tasks or streams, which are of WASI 0.3, and are not served by this version of slight yet. Build it for WASI 0.2.',
        );
    }
  });
}

const encodings: readonly Encoding[] = ['utf8', 'utf16', 'latin1+utf16'];

function readOptions(reader: ByteReader, scope: Scope): Options {
  let options: Options = { encoding: 'utf8' };
  const item = (kind: number): CoreItem => at(scope.coreItems[kind] ?? [], reader.u32());
  reader.vector(() => {
    const form = reader.byte();
    const encoding = encodings[form];
    if (encoding) options = { ...options, encoding };
    else if (form === 0x03) options = { ...options, memory: item(2) };
    else if (form === 0x04) options = { ...options, realloc: item(0) };
    else if (form === 0x05) options = { ...options, postReturn: item(0) };
    else
      throw new Unsupported(
        'has async functions, which are of WASI 0.3, and are not served by this version of slight yet. Build it for WASI 0.2.',
      );
  });
  return options;
}
