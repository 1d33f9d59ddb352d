import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../..');

/** A folder for VS Code to open, with apps in it. Disposing of it removes it. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Makes a workspace of examples/hello as it is, an app in Rust, a slightfile with faults, an app that never ends, and one that
 * serves HTTP.
 */
export async function makeWorkspace(settings: Readonly<Record<string, unknown>> = {}): Promise<Workspace> {
  const folder = join(await mkdtemp(join(tmpdir(), 'slight-workspace-')), 'apps');
  await cp(join(repository, 'examples/hello'), join(folder, 'hello'), {
    recursive: true,
    filter: (file) => !file.endsWith('.slight'),
  });
  // built after its sources were written, in whichever order they were copied: else it is said to be older than they are
  const now = new Date();
  await utimes(join(folder, 'hello/hello.wasm'), now, now);
  await cp(join(import.meta.dirname, 'shop'), join(folder, 'shop'), { recursive: true });
  for (const file of ['abi.rs', 'keyvalue.rs'])
    await cp(join(repository, 'test/guests/rust/contract', file), join(folder, 'shop/src', file));
  const files: Record<string, string | Uint8Array> = {
    '.vscode/settings.json': JSON.stringify(settings),
    'faulty/slightfile.toml': faulty,
    'endless/slightfile.toml': endless,
    'endless/build/endless.wasm': await readFile(join(repository, '.cache/guests/c-spin.wasm')),
    'web/slightfile.toml': web,
    'web/build/web.wasm': await readFile(join(repository, '.cache/guests/c-serving.wasm')),
    'guests/probe.wasm': await readFile(join(repository, '.cache/guests/c-probe.wasm')),
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

const web = `specversion = "0.2"

[[capability]]
resource = "http"
name = "web"

[[capability]]
resource = "keyvalue.filesystem"
name = "orders"
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
name = "orders"
`;
