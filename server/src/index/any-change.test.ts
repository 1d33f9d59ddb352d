/** Whatever changes on disk, an index that is told of it knows what one knows that reads everything. */
import assert from 'node:assert/strict';
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexed, known, workspace } from './testing/folder.ts';

const names = ['a', 'b', 'a/c', 'b/dist', 'a/c/d'];
const folder = fc.constantFrom(...names);
const file = fc
  .tuple(fc.constantFrom('', ...names), fc.constantFrom('x.js', 'y.js', 'z.wasm', 'slightfile.toml'))
  .map((steps) => path.posix.join(...steps));

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('write'), at: file, to: fc.constant('') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move'), at: folder, to: folder }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('remove'), at: fc.oneof(folder, file), to: fc.constant('') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('ignore'),
      at: fc.constantFrom('', 'a', 'b'),
      to: fc.constantFrom('', 'dist\n', '*.js\n', '!*.js\n', '/c\n', 'x.js\n!a/x.js\n'),
    }),
  },
);

test('an index that is told of changes knows what is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      async (batches) => {
        await using at = await workspace({ 'a/x.js': '', 'b/dist/y.js': '', 'slightfile.toml': '' });
        const index = await indexed(at.folder);
        for (const batch of batches) {
          const told: string[] = [];
          for (const one of batch) told.push(...(await perform(one, at.at)));
          await index.update(told);
          const fresh = await indexed(at.folder);
          assert.deepEqual(known(index, at.folder), known(fresh, at.folder));
        }
      },
    ),
    { numRuns: 40 },
  );
});

interface Step {
  readonly do: string;
  readonly at: string;
  readonly to: string;
}

/** Does it, where it can be done; the paths that an editor tells of: of a folder, the folder alone. */
async function perform(one: Step, at: (name: string) => string): Promise<readonly string[]> {
  const here = at(one.at);
  const there = at(one.to);
  const is = async (name: string) =>
    await lstat(name).then(
      () => true,
      () => false,
    );
  switch (one.do) {
    case 'write': {
      const made = await mkdir(path.dirname(here), { recursive: true }).catch(() => undefined);
      await writeFile(here, '').catch(() => undefined);
      return made === undefined ? [here] : [made];
    }
    case 'move':
      if (!(await is(here)) || (await is(there)) || !(await is(path.dirname(there)))) return [];
      if (there.startsWith(here)) return [];
      await rename(here, there);
      return [here, there];
    case 'remove':
      await rm(here, { recursive: true, force: true });
      return [here];
    default: {
      const rules = path.join(here, '.gitignore');
      if (!(await is(here))) return [];
      await writeFile(rules, one.to);
      return [rules];
    }
  }
}
