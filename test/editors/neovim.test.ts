/** The language server in an editor that is not VS Code: Neovim, by its own client, with the set-up that is printed. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { neovim, serversOf } from './neovim.ts';

interface App extends AsyncDisposable {
  readonly folder: string;
}

const slightfile = `specversion = "0.2"

[[capability]]
resource = "keyvalue.filesystem"
name = "orders"
`;

const rust = `use keyvalue::*;

fn main() {
    let orders = Keyvalue::open("orders").unwrap();
}
`;

/** An app in a folder of its own: a slightfile, and a guest in Rust. */
async function app(files: Readonly<Record<string, string>> = {}): Promise<App> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'slight-neovim-')));
  for (const [name, text] of Object.entries({
    'slightfile.toml': slightfile,
    'src/main.rs': rust,
    ...files,
  })) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

test('a misspelled resource is underlined where it stands, and its fix takes the line away', async () => {
  const misspelled = slightfile.replace('filesystem', 'filesystm');
  await using there = await app({ 'slightfile.toml': misspelled });
  const seen = await neovim(
    there.folder,
    `session.open('slightfile.toml')
     local before = session.problems(1)
     session.cursor('keyvalue.|filesystm')
     local text = session.act('Change to keyvalue.filesystem')
     return { before = before, text = text, after = session.problems(0) }`,
  );
  const { before, text, after } = seen as {
    before: readonly Record<string, unknown>[];
    text: string;
    after: object;
  };
  assert.deepEqual(
    before.map(({ code, line, from, to }) => ({ code, line, from, to })),
    [{ code: 'unknown-resource', line: 3, from: 11, to: 31 }],
  );
  assert.match(String(before[0]?.['message']), /keyvalue\.filesystem/);
  assert.equal(text, slightfile);
  assert.deepEqual(Object.keys(after), []);
});

test('completion proposes what may stand at the cursor', async () => {
  await using there = await app({
    'slightfile.toml': 'specversion = "0.2"\n\n[[capability]]\nresource = "keyvalue."\n',
  });
  const words = await neovim(
    there.folder,
    `session.open('slightfile.toml')
     session.cursor('keyvalue.|"')
     return session.completion()`,
  );
  assert.ok(Array.isArray(words));
  assert.ok(words.includes('keyvalue.redis'), JSON.stringify(words));
  assert.ok(words.includes('keyvalue.filesystem'));
  assert.ok(!words.includes('name'));
});

test('hover opens a window that explains the resource', async () => {
  await using there = await app();
  const shown = await neovim(
    there.folder,
    `session.open('slightfile.toml')
     session.cursor('"keyvalue.|filesystem"')
     return session.hover()`,
  );
  assert.match(String(shown), /keyvalue\.filesystem/);
});

test('formatting lays the file out, and keeps a letter of more than one byte', async () => {
  await using there = await app({
    'slightfile.toml':
      '# für 🦀\nspecversion="0.2"\n\n[[capability]]\nresource   = "keyvalue.filesystem"\nname= "größe 🦀" # ja\n',
  });
  const text = await neovim(there.folder, `session.open('slightfile.toml')\nreturn session.format()`);
  assert.equal(
    text,
    '# für 🦀\nspecversion = "0.2"\n\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "größe 🦀" # ja\n',
  );
});

test('the outline has every capability', async () => {
  await using there = await app();
  const names = await neovim(there.folder, `session.open('slightfile.toml')\nreturn session.symbols()`);
  assert.match(JSON.stringify(names), /orders/);
});

test('what is typed behind a letter of more than one unit is read where it stands', async () => {
  await using there = await app({ 'slightfile.toml': `${slightfile}# 🦀 ` });
  const problems = await neovim(
    there.folder,
    `session.open('slightfile.toml')
     session.cursor('"ord|ers"')
     session.type('🦀"x')
     return session.problems(1)`,
  );
  assert.ok(Array.isArray(problems));
  assert.equal((problems[0] as { line: number }).line, 4);
});

test('a guest beside the slightfile is in the same server, which ends with the editor', async () => {
  await using there = await app({
    '.git/HEAD': '',
    'shop/slightfile.toml': slightfile,
    'shop/src/main.rs': rust,
  });
  const roots = await neovim(
    there.folder,
    `session.open('shop/slightfile.toml')
     session.open('shop/src/main.rs')
     return vim.tbl_map(function(client)
       return client.config.root_dir
     end, vim.lsp.get_active_clients())`,
  );
  assert.deepEqual(roots, [there.folder]);
  const started = await serversOf(there.folder);
  assert.equal(started.length, 1);
  assert.ok(await ends(started[0] ?? 0), 'the server is still there');
});

/** Whether a process ends soon: Neovim says goodbye and does not wait. */
async function ends(pid: number): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await setTimeout(50);
  }
  return false;
}

test('from the name that a guest opens, the definition is in the slightfile', async () => {
  await using there = await app();
  const place = await neovim(
    there.folder,
    `session.open('src/main.rs')
     session.cursor('open("or|ders")')
     return session.definition()`,
  );
  assert.deepEqual(place, { file: 'slightfile.toml', line: 'name = "orders"' });
});

test('a name that is renamed in a guest is renamed in the slightfile, which need not be open', async () => {
  await using there = await app();
  const texts = await neovim(
    there.folder,
    `session.open('src/main.rs')
     session.cursor('open("or|ders")')
     return session.rename('invoices')`,
  );
  assert.deepEqual(texts, {
    'main.rs': rust.replace('"orders"', '"invoices"'),
    'slightfile.toml': slightfile.replace('"orders"', '"invoices"'),
  });
});

test('a name that no capability has is a problem in the guest', async () => {
  await using there = await app({ 'src/main.rs': rust.replace('"orders"', '"invoices"') });
  const problems = await neovim(
    there.folder,
    `session.open('src/main.rs')
     return session.problems(1)`,
  );
  assert.ok(Array.isArray(problems));
  assert.equal((problems[0] as { line: number }).line, 3);
});

test('hover over the name that a guest opens tells what serves it', async () => {
  await using there = await app();
  const shown = await neovim(
    there.folder,
    `session.open('src/main.rs')
     session.cursor('open("or|ders")')
     return session.hover()`,
  );
  assert.match(String(shown), /keyvalue\.filesystem/);
});
