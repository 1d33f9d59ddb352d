/** A component becomes JavaScript and core modules. Loads jco's generator, which takes as long as a whole run does without it. */
// this entry alone: the package's main one brings a native minifier and wasm-tools along
import { $init, generate } from '@bytecodealliance/jco-transpile/component';
import { isSystem, rowOf } from '@slight/slightfile/interfaces.ts';
import type { ComponentInterfaces, InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import { script } from './cache.ts';
import { useTool } from './tools.ts';
import { directImports } from './direct-imports.ts';
import { unsignedPointers } from './unsigned-pointers.ts';

/**
 * @returns files by name: `component.js`, which exports `instantiate`, and the core modules it asks for
 * @throws ToolFailure where the component is not valid, or uses what jco does not know
 */
export async function transpile(
  component: Uint8Array,
  { imports, exports }: ComponentInterfaces,
): Promise<Readonly<Record<string, Uint8Array>>> {
  await $init;
  const options = optionsFor(imports, exports);
  const { files } = await useTool(() => generate(component, options));
  return Object.fromEntries(files.map(([name, bytes]) => [name, name === script ? amended(bytes) : bytes]));
}

function optionsFor(
  imports: ComponentInterfaces['imports'],
  exports: ComponentInterfaces['exports'],
): Parameters<typeof generate>[1] {
  return {
    name: 'component',
    instantiation: { tag: 'async' },
    asyncMode: {
      tag: 'jspi',
      val: {
        imports: imports.flatMap(({ name, functions }) =>
          functions.filter((one) => mayWait(name, one)).map((one) => `${name}#${one}`),
        ),
        exports: exports.flatMap((ref) => waiting(ref)),
      },
    },
    // jco drops the versions of imports, and a component may import two drafts of one interface
    map: imports.map(({ name }) => [name, name]),
    // the `err` of run's result is thrown as it is: nothing
    noComponentErrorWrapping: true,
    noTypescript: true,
    noNodejsCompat: true,
    // every core module is a file of its own
    base64Cutoff: 0,
  };
}

/** What is changed in jco's output: the text, and what takes its place. */
const amendments: readonly (readonly [string | RegExp, string])[] = [
  // strings of the component model may begin with U+FEFF, and what is no UTF-8 is a trap and no U+FFFD
  ['new TextDecoder()', "new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })"],
  // asked some twenty times a call, and each time Node asks the system
  ['if (!globalThis?.process?.env?.JCO_DEBUG) { return; }', 'return;'],
  // the ABI asks for room for an empty text too, and the preview 1 adapter ends the text before it there
  ['if (s.length === 0) { return { ptr: 1, len: 0 }; }', ''],
  // a list that does not end inside the memory is a trap, and not one that is shorter
  [
    /new (\w+Array)\((memory\d+)\.buffer\.slice\((ptr\d+), \3 \+ (len\d+) \* \d+\)\)/g,
    'new $1($2.buffer, $3, $4).slice()',
  ],
  // the same of a list whose elements are read one by one
  [
    /(?<=var result\d+ = \[\];\s+)for \(let i = 0; i < (len\d+); i\+\+\) \{\s+const base = (base\d+) \+ i \* (\d+);(?=[^]*?dataView\((memory\d+)\))/g,
    "if ($2 + $1 * $3 > $4.buffer.byteLength) throw new RangeError('list lies outside the memory'); $&",
  ],
  // a handle that its table never had is as unknown as one that was dropped, and not put among those to be given again
  ['if (val === 0 || ', 'if (!(handle > 0 && handle < table.length >> 1) || val === 0 || '],
  // of what a guest exports, a static function waits as the others do, and jco does not say so
  [/^( *\w+\.(\w+) = )(function \2\([^)]*\) \{\s+const hostProvided = false;)/gm, '$1async $3'],
  // a shift takes a handle that is too large for another one
  [/(handleTable\d+)\[\((handle\d+) << 1\) \+ 1\]/g, '$1[$2 * 2 + 1]'],
];

function amended(bytes: Uint8Array): Uint8Array {
  let text = new TextDecoder().decode(bytes);
  for (const [from, to] of amendments) text = text.replaceAll(from, to);
  return new TextEncoder().encode(directImports(unsignedPointers(text)));
}

/** What of an export may wait for hosts: all but constructors, which JavaScript cannot make wait. */
function waiting({ name, functions }: InterfaceRef): readonly string[] {
  // a function that is in no interface
  if (!name.includes('/')) return [name];
  const all = new Set([...functions, ...(rowOf(name)?.waits ?? [])]);
  return [...all].filter((one) => !one.startsWith('[constructor]')).map((one) => `${name}#${one}`);
}

/** Whether the guest is to be paused at a call of the function, so that its host can wait for something. */
function mayWait(interfaceName: string, name: string): boolean {
  if (name.startsWith('[resource-drop]')) return false;
  const waits = rowOf(interfaceName)?.waits;
  return waits ? waits.includes(name) : !isSystem(interfaceName);
}
