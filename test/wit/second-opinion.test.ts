/**
 * Our diagnostics of WIT, held against those of wasm-tools: what it rejects has an error here, and what it accepts
 * has none. wasm-tools comes with jco, as more than 10 MB of WebAssembly, and tells no place in the text: so the
 * editor does not load it, and it has its say here.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';
import { diagnoseWit } from '../../wit/src/diagnose.ts';
import type { WitSource, WitSurroundings } from '../../wit/src/surroundings.ts';
import { cases } from './cases.ts';
import { casesOfItems } from './cases-of-items.ts';
import { casesOfWorlds } from './cases-of-worlds.ts';
import { seenFiles, sourceOf } from './files.ts';

const probe = 'second-opinion';

/** What wasm-tools says against a text; undefined where it takes it. */
async function rejection(text: string): Promise<string | undefined> {
  const { items } = sourceOf('file:///probe.wit', text).file;
  const imports = items.flatMap((item) =>
    item.kind === 'interface' ? `import ${text.slice(item.name.span.start, item.name.span.end)};` : [],
  );
  // a type is checked in full only where a component is made that has it
  const witSource = `${text}\nworld ${probe} { ${[...new Set(imports)].join(' ')} }`;
  try {
    const embedded = await componentEmbed({
      witSource,
      world: probe,
      dummy: true,
      features: { tag: 'all' },
    });
    await componentNew(embedded, undefined);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function errors(source: WitSource, surroundings: WitSurroundings): readonly string[] {
  return diagnoseWit(source, surroundings)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);
}

let rejected = 0;

for (const [title, texts] of [cases, casesOfItems, casesOfWorlds].flatMap(
  Object.entries<readonly string[]>,
)) {
  suite(title, () => {
    for (const text of texts) {
      test(text, async () => {
        const whole = `package a:b;\n${text}`;
        const source = sourceOf('file:///app/wit/world.wit', whole);
        const own = errors(source, { own: [source], shipped: [] });
        const other = await rejection(whole);
        if (other !== undefined) rejected += 1;
        assert.equal(
          own.length > 0,
          other !== undefined,
          `wasm-tools: ${other ?? 'takes it'}\n${own.join('\n')}`,
        );
      });
    }
  });
}

test('more than three hundred of them are wrong', () => assert.ok(rejected > 300, `only ${rejected}`));

test('what the project and jco ship has no error here, and wasm-tools takes it', async () => {
  const files = seenFiles();
  assert.ok(files.length >= 80, `only ${files.length} files`);
  for (const { file, source, surroundings } of files) {
    assert.deepEqual(errors(source, surroundings), [], file);
  }
  const packages = new Map(
    files
      .filter(({ source }) => source.file.syntax === 'component')
      .map(({ file, source, surroundings }) => [
        file.slice(0, file.lastIndexOf('/')),
        { source, surroundings },
      ]),
  );
  assert.ok(packages.size >= 24, `only ${packages.size} packages`);
  for (const [folder, { surroundings }] of packages) {
    assert.equal(await rejection(asOneText(surroundings)), undefined, folder);
  }
});

const header = /^package ([^;]+);/m;

/** A package with its dependencies, each of them in braces; without any, with what slight ships. */
function asOneText({ own, deps, shipped }: WitSurroundings): string {
  const names = new Set(own.map(({ uri }) => uri));
  const others = (deps ?? shipped).filter(({ uri, file }) => !names.has(uri) && file.syntax === 'component');
  const folders = Map.groupBy(others, ({ uri }) => uri.slice(0, uri.lastIndexOf('/')));
  const nested = [...folders.values()].map((files) => `package ${nameOf(files)} {${bodyOf(files)}\n}`);
  return [`package ${nameOf(own)};`, bodyOf(own), ...nested].join('\n');
}

function nameOf(files: readonly WitSource[]): string {
  return files.flatMap(({ text }) => header.exec(text)?.[1] ?? [])[0] ?? '';
}

function bodyOf(files: readonly WitSource[]): string {
  return files.map(({ text }) => text.replace(header, '')).join('\n');
}
