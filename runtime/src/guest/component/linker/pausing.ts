/**
 * Calls that pause the guest where they have to wait, and that it may make too where nobody can pause it: in a start
 * function, in what frees a resource. The engine refuses a call there that only might pause (JSPI asks for a way to pause
 * before it looks for a promise), so a function of WebAssembly chooses between the two ways.
 */
import type { CoreValue } from '../../abi/bits.ts';
import { flatten, maxFlatParams, maxFlatResults } from '../abi/layout.ts';
import type { CoreFunction } from '../abi/call-export.ts';
import type { AbiFunction } from '../abi/types.ts';
import { cannotWait } from '../ending.ts';

type Call = (...values: CoreValue[]) => unknown;

const codes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } as const;

export class Pausing {
  readonly #mayPause = new WebAssembly.Global({ value: 'i32', mutable: true }, 0);
  #depth = 0;

  /** The same function of the guest, which can be paused while it runs; `leave` is to be called when it has ended. */
  promising(entered: (...values: CoreValue[]) => unknown): Pick<CoreFunction, 'enter' | 'leave'> {
    const enter = WebAssembly.promising(entered);
    return {
      enter: (...values) => {
        this.#deepen(1);
        return enter(...values);
      },
      leave: () => this.#deepen(-1),
    };
  }

  /**
   * What to import in the place of a call that may wait.
   * @param choosing for calls of this one's type
   * @param call gives a promise where it waits
   */
  pausable(choosing: WebAssembly.Module, call: Call): unknown {
    const waiting = new WebAssembly.Suspending(call);
    const imports = { '': { waiting, plain: atOnce(call), mayPause: this.#mayPause } };
    return new WebAssembly.Instance(choosing, imports).exports['call'];
  }

  #deepen(by: 1 | -1): void {
    this.#depth += by;
    this.#mayPause.value = this.#depth;
  }
}

/**
 * A function that calls `waiting` where `mayPause` is not 0, and else `plain`, with what it is called with.
 * @param type one whose result is not given as a core value
 */
export function choosing(type: AbiFunction): WebAssembly.Module {
  const types = coreParams(type);
  const all = types.flatMap((_, index) => [0x20, index]);
  const name = (text: string) => [text.length, ...Buffer.from(text)];
  const section = (id: number, ...bytes: readonly number[]) => [id, bytes.length, ...bytes];
  const imported = [
    ...[0, ...name('waiting'), 0, 0],
    ...[0, ...name('plain'), 0, 0],
    ...[0, ...name('mayPause'), 3, 0x7f, 1],
  ];
  // global.get, if, local.get …, call, else, local.get …, call, end, end
  const code = [0, 0x23, 0, 0x04, 0x40, ...all, 0x10, 0, 0x05, ...all, 0x10, 1, 0x0b, 0x0b];
  return new WebAssembly.Module(
    Uint8Array.of(
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, 1, 0x60, types.length, ...types, 0),
      ...section(2, 3, ...imported),
      ...section(3, 1, 0),
      ...section(7, 1, ...name('call'), 0, 2),
      ...section(10, 1, code.length, ...code),
    ),
  );
}

function coreParams({ params, result }: AbiFunction): readonly number[] {
  const flat = params.flatMap((type) => flatten(type));
  const given = result && flatten(result).length > maxFlatResults ? (['i32'] as const) : [];
  return [...(flat.length > maxFlatParams ? (['i32'] as const) : flat), ...given].map((each) => codes[each]);
}

/** Fails where the call gives a promise. */
function atOnce(call: Call): Call {
  return (...values) => {
    const given = call(...values);
    if (!(given instanceof Promise)) return given;
    // nobody is told how that ends
    given.catch(() => undefined);
    throw cannotWait();
  };
}
