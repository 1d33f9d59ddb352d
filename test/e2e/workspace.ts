import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../..');

/** A folder for VS Code to open, with apps in it. Disposing of it removes it. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Makes a workspace of examples/hello as it is, an app in Rust, a slightfile with faults, and an app that never ends.
 */
export async function makeWorkspace(settings: Readonly<Record<string, unknown>> = {}): Promise<Workspace> {
  const folder = join(await mkdtemp(join(tmpdir(), 'slight-workspace-')), 'apps');
  await cp(join(repository, 'examples/hello'), join(folder, 'hello'), {
    recursive: true,
    filter: (file) => !file.endsWith('.slight'),
  });
  await cp(join(import.meta.dirname, 'shop'), join(folder, 'shop'), { recursive: true });
  await cp(
    join(repository, 'test/guests/rust/spiderlightning.rs'),
    join(folder, 'shop/src/spiderlightning.rs'),
  );
  const files: Record<string, string | Uint8Array> = {
    '.vscode/settings.json': JSON.stringify(settings),
    'faulty/slightfile.toml': faulty,
    'endless/slightfile.toml': endless,
    'endless/build/endless.wasm': endlessModule,
    'till/till.wit': till,
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(join(folder, '..'), { recursive: true, force: true, maxRetries: 5 }),
  };
}

const faulty = `specversion = "0.2"

[[capability]]
resource = "keyvalue.reddis"
name = "greetings"

[[capability]]
resource = "kv.filesystem"
name = "notes"
`;

const till = `package shop:till@0.1.0;

/// What is sold.
interface goods {
  record item { name: string, price: u32 }

  price-of: func(name: string) -> option<item>;
  cheapest:   func() -> itm;
}

world till {
  import goods;
}
`;

const endless = `specversion = "0.2"

[[capability]]
resource = "keyvalue.filesystem"
name = "notes"
`;

/** (module (memory (export "memory") 1) (func (export "_start") (loop (br 0)))) */
const endlessModule = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // type 0 is func (), function 0 has it, one memory of one page
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x05, 0x03, 0x01, 0x00, 0x01],
  ...[0x07, 0x13, 0x02, ...name('memory'), 0x02, 0x00, ...name('_start'), 0x00, 0x00],
  // loop: br 0, end, end
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b],
]);

function name(text: string): readonly number[] {
  return [text.length, ...Buffer.from(text)];
}
