import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { withoutEffects } from './without-effects.ts';

/** The bytes that each package has in a bundle of Kafka's connection. */
async function bundled(
  plugins: Parameters<typeof build>[0]['plugins'],
): Promise<ReadonlyMap<string, number>> {
  const { metafile } = await build({
    stdin: {
      contents: "export { Connection } from '@platformatic/kafka';",
      resolveDir: path.join(import.meta.dirname, '../runtime'),
    },
    ...{ bundle: true, write: false, metafile: true, platform: 'node', format: 'esm', logLevel: 'silent' },
    ...(plugins && { plugins }),
  });
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file;
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
    }
  return sizes;
}

test('of a package that does nothing when it is loaded, what nobody uses is left out', async () => {
  const [all, used] = await Promise.all([bundled([]), bundled([withoutEffects(['@platformatic/kafka'])])]);
  // a codec that its registries of schemas need, and a connection does not
  assert.ok((all.get('avsc') ?? 0) > 0);
  assert.equal(used.get('avsc') ?? 0, 0);
  const own = (sizes: ReadonlyMap<string, number>) => sizes.get('@platformatic/kafka') ?? NaN;
  assert.ok(own(used) > 10_000 && own(used) < own(all) / 2, `${own(used)} bytes of ${own(all)}`);
});
