/**
 * WASI preview 1, function by function and errno by errno: guests in C and Rust, each with many cases, on this runtime as modules
 * and as components, and beside it on node:wasi. What is right is what the witx says, and where it says nothing, what
 * wasmtime and Linux do.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { adapterDiffers } from './adapter.ts';
import { componentTopics, topics } from './cases.ts';
import { programs } from './programs.ts';
import { onOurs, onPeer } from './runs.ts';
import type { Outcomes } from './runs.ts';

async function all(
  run: (topic: string) => Promise<Outcomes>,
  chosen: readonly string[] = topics,
): Promise<Outcomes> {
  const outcomes: [string, string | undefined][] = [];
  for (const topic of chosen) outcomes.push(...(await run(topic)));
  return new Map(outcomes);
}

const peer = all(onPeer);
const module = await all((topic) => onOurs(topic, 'module'));
const component = await all((topic) => onOurs(topic, 'component'));
const withoutAdapter = await all((topic) => onOurs(topic, 'component'), componentTopics);

suite('as a module', () => {
  for (const [name, failure] of module) test(name, () => assert.equal(failure, undefined));
});

suite('as a component', () => {
  for (const [name, failure] of component) {
    const reason = adapterDiffers[name];
    if (reason === undefined) test(name, () => assert.equal(failure, undefined));
    else {
      test(`${name} differs: ${reason}`, () => {
        assert.notEqual(failure, undefined, 'it passes by now: take it off the list in adapter.ts');
      });
    }
  }

  test('what differs by the adapter are cases that there are', () => {
    assert.deepEqual(
      Object.keys(adapterDiffers).filter((name) => !component.has(name)),
      [],
    );
  });
});

suite('by WASI 0.2 itself', () => {
  for (const [name, failure] of withoutAdapter) test(name, () => assert.equal(failure, undefined));
});

suite("the programs of WebAssembly's own suite", () => {
  const cases = Object.values(programs).flat();
  const passed = (outcomes: Outcomes) =>
    Object.keys(programs).filter((program) =>
      (programs[program] ?? []).every((name) => outcomes.has(name) && outcomes.get(name) === undefined),
    );

  test('each has its cases', () => {
    assert.equal(Object.keys(programs).length, 72);
    assert.deepEqual(
      cases.filter((name) => !module.has(name)),
      [],
    );
  });

  test('ours passes at least 8 more than node:wasi', async (t) => {
    const theirs = await peer;
    const counts = { 'node:wasi': theirs, 'as a module': module, 'as a component': component };
    for (const [name, outcomes] of Object.entries(counts)) {
      const passing = [...outcomes.values()].filter((failure) => failure === undefined).length;
      t.diagnostic(`${name}: ${passed(outcomes).length} of 72 programs, ${passing} of ${module.size} cases`);
    }
    assert.ok(passed(module).length >= passed(theirs).length + 8);
  });

  test('as a component passes what the adapter lets', () => {
    const missing = passed(module).filter((program) => !passed(component).includes(program));
    const unexplained = missing.filter((program) =>
      (programs[program] ?? []).every((name) => adapterDiffers[name] === undefined),
    );
    assert.deepEqual(unexplained, []);
  });
});
