/** schemas/interfaces.json, held against its schema, the WIT, and the hosts. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { Ajv } from 'ajv';
import { interfaceRows, rowOf } from '@slight/slightfile/interfaces.ts';
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';
import { lookupIn } from '@slight/wit/lookup.ts';
import { parse } from '@slight/wit/parse.ts';
import { resolveInterface } from '@slight/wit/resolve.ts';
import type { Interface, Item } from '@slight/wit/tree.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Known {
  readonly name: string;
  readonly generation: InterfaceGeneration;
  /** By their canonical names. */
  readonly functions: readonly string[];
}

/** Every interface of wit/, once a version. */
const known: readonly Known[] = [...legacy(), ...packages()];

function* legacy(): Iterable<Known> {
  for (const generation of ['0.2', '0.5'] as const) {
    const files = globSync(`wit/legacy/${generation}/*.wit`, { cwd: root }).map((file) => ({
      name: path.basename(file, '.wit'),
      file: parse(read(file), { syntax: 'legacy' }),
    }));
    for (const { name, file } of files) {
      yield { name, generation, functions: functionsOf({ items: file.items }, lookupIn(files)) };
    }
  }
}

function* packages(): Iterable<Known> {
  for (const file of globSync('wit/*/package.wit', { cwd: root })) {
    const { items, package: of } = parse(read(file), { syntax: 'component' });
    assert.ok(of, file);
    const name = `${of.namespace.value}:${of.name.value}`;
    const generation = of.namespace.value === 'spiderlightning' ? 'component' : 'standard';
    for (const each of items.filter((item: Item): item is Interface => item.kind === 'interface')) {
      yield { name: `${name}/${each.name.value}`, generation, functions: functionsOf(each, () => undefined) };
    }
  }
}

function functionsOf(...of: Parameters<typeof resolveInterface>): readonly string[] {
  return [...resolveInterface(...of).type.functions.keys()];
}

test('the table is as interfaces.schema.json wants it', () => {
  const validate = new Ajv({ allErrors: true, strict: true }).compile(
    JSON.parse(read('schemas/interfaces.schema.json')) as object,
  );
  assert.ok(validate(JSON.parse(read('schemas/interfaces.json'))), JSON.stringify(validate.errors));
});

suite('an interface of wit/', () => {
  for (const { name, generation, functions } of known) {
    const opens = functions.filter((each) => /^(\[static\].+\.)?(open|connect)$/.test(each));
    if (opens.length === 0) continue;
    test(`${name} of ${generation} opens as its row says`, () => {
      assert.deepEqual(rowOf(name)?.opens, opens);
      assert.ok(rowOf(name)?.generations.includes(generation));
      assert.ok(rowOf(name)?.capability);
    });
  }
});

suite('the row of', () => {
  for (const [name, row] of interfaceRows) {
    test(name, () => {
      const found = known.filter((each) =>
        name.endsWith('/*') ? each.name.startsWith(name.slice(0, -1)) : each.name === name,
      );
      assert.equal(found.length === 0, row.foreign === true, 'is foreign where wit/ does not have it');
      if (found.length > 0) {
        assert.deepEqual(
          [...new Set(found.map(({ generation }) => generation))].sort(),
          row.generations.toSorted(),
        );
        const functions = new Set(found.flatMap((each) => each.functions));
        const named = [...(row.opens ?? []), ...(row.waits ?? [])];
        assert.deepEqual(
          named.filter((each) => !functions.has(each)),
          [],
          'functions that it has',
        );
      }
      if (row.host === undefined) return;
      const file = `runtime/src/hosts/${row.host}.ts`;
      assert.ok(existsSync(path.join(root, file)), file);
    });
  }

  test('a host that no row names, there is none', () => {
    const named = new Set([...interfaceRows.values()].map(({ host }) => host));
    const files = globSync('runtime/src/hosts/*/*.ts', { cwd: root }).filter((file) =>
      read(file).includes('export const host: Host'),
    );
    assert.ok(files.length > 0);
    for (const file of files)
      assert.ok(named.has(file.split(path.sep).slice(-2).join('/').slice(0, -3)), file);
  });
});
