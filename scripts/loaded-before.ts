/**
 * Each file that a program reads as it starts costs it some 0.3 ms. esbuild makes a chunk of whatever two late imports
 * have in common, not knowing that one of the two is never loaded without the other. So each module that is imported late
 * is told to import what is loaded before it anyway; and this, what of small things is shared by those that come after
 * it. Then all of that is one chunk.
 */
import type { Metafile, Plugin } from 'esbuild';
import { build as bundle } from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** @param small how many bytes a chunk may have that is shared, and is loaded early to be no file of its own */
export function loadedBefore(small: number): Plugin {
  return {
    name: 'loaded-before',
    async setup(build) {
      const { initialOptions } = build;
      const root = initialOptions.absWorkingDir ?? '';
      const plugins = initialOptions.plugins?.filter(({ name }) => name !== 'loaded-before') ?? [];
      const options = { ...initialOptions, plugins, sourcemap: false, write: false } as const;
      const { metafile } = await bundle({ ...options, metafile: true });
      const added = importsToAdd(metafile, small);
      build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        const imports = added.get(path.relative(root, file).replaceAll('\\', '/'));
        if (!imports) return undefined;
        const lines = imports.map((one) => `import ${JSON.stringify(path.join(root, one))};`);
        return { contents: [await readFile(file, 'utf8'), ...lines].join('\n'), loader: 'ts' };
      });
    },
  };
}

/** By module, the modules that it is to import besides. No module comes to import itself, by whatever way. */
export function importsToAdd({ outputs }: Metafile, small: number): ReadonlyMap<string, readonly string[]> {
  const graph = graphOf(outputs);
  const added = new Map<string, string[]>();
  const add = (to: string, modules: readonly string[]) => {
    const module = outputs[to]?.entryPoint ?? '';
    added.set(module, [...(added.get(module) ?? []), ...modules]);
  };
  const entryPoints = new Set(Object.values(outputs).map(({ entryPoint }) => entryPoint));
  const isSmall = (name: string) => {
    const { bytes = 0, inputs = {} } = outputs[name] ?? {};
    return bytes <= small && Object.keys(inputs).every((module) => !entryPoints.has(module));
  };
  for (const [name, { entryPoint, inputs }] of Object.entries(outputs)) {
    const before = graph.before(name);
    if (before === undefined) continue;
    const loaded = graph.loadedWith(before);
    if (loaded.has(name)) continue;
    if (entryPoint !== undefined) add(name, [outputs[before]?.entryPoint ?? '']);
    else if ([...graph.loadedWith(name)].every((one) => loaded.has(one) || isSmall(one)))
      add(
        before,
        Object.keys(inputs).filter((module) => module.endsWith('.ts')),
      );
  }
  return added;
}

/** Which chunks load which. */
function graphOf(outputs: Metafile['outputs']) {
  const names = Object.keys(outputs);
  const importedBy = (name: string, ...kinds: string[]) =>
    (outputs[name]?.imports ?? [])
      .filter(({ path: to, kind }) => to in outputs && kinds.includes(kind))
      .map(({ path: to }) => to);
  const late = new Set(names.flatMap((name) => importedBy(name, 'dynamic-import')));
  const first = names.filter((name) => outputs[name]?.entryPoint !== undefined && !late.has(name));

  const reached = (from: readonly string[], kinds: readonly string[], without?: string) => {
    const seen = new Set<string>();
    const left = [...from];
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      if (name === without || seen.has(name)) continue;
      seen.add(name);
      left.push(...importedBy(name, ...kinds));
    }
    return seen;
  };

  /** Of each chunk, those that are imported late and that it is never loaded without. */
  const conditions = new Map(names.map((name): [string, string[]] => [name, []]));
  for (const entry of late) {
    const without = reached(first, ['import-statement', 'dynamic-import'], entry);
    for (const name of names) if (name !== entry && !without.has(name)) conditions.get(name)?.push(entry);
  }

  return {
    /** The last of what is loaded before a chunk, whoever loads it; undefined for what may be loaded first. */
    before: (name: string) => {
      const all = conditions.get(name) ?? [];
      return all.find((one) => conditions.get(one)?.length === all.length - 1);
    },
    /** What is loaded when a chunk is. */
    loadedWith: (name: string) => reached([name], ['import-statement']),
  };
}
