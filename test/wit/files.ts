/** The WIT files of the project and of jco, each with what it can see, as an editor would have them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from '../../wit/src/parse.ts';
import type { WitSource, WitSurroundings } from '../../wit/src/surroundings.ts';

export interface SeenFile {
  readonly file: string;
  readonly source: WitSource;
  readonly surroundings: WitSurroundings;
}

const root = path.join(import.meta.dirname, '../..');
const std = 'node_modules/@bytecodealliance/jco-std/wit';
const builtin = 'node_modules/@bytecodealliance/jco/lib/wit/builtin';

/** Every folder with WIT in it, as one package, and where its dependencies are, from the repository's root. */
function folders(): readonly { readonly folder: string; readonly deps?: readonly string[] }[] {
  const inFolder = (folder: string): string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}`);
  const versions = ['0.2.10', '0.2.12', '0.3.0'].map((version) => inFolder(`${builtin}/${version}`));
  return [
    ...inFolder('wit')
      .filter((folder) => folder !== 'wit/legacy')
      .map((folder) => ({ folder })),
    ...inFolder('wit/legacy').map((folder) => ({ folder })),
    ...versions.flatMap((all) =>
      all.map((folder) => ({ folder, deps: all.filter((other) => other !== folder) })),
    ),
    ...[`${builtin}/wasi-tls-0.2.0-draft`, `${std}/tls-0.2.0-draft`].map((folder) => ({
      folder,
      deps: [`${folder}/deps/io`],
    })),
    ...[`${builtin}/jco-node-0.1.0`, `${std}/node-0.1.0`].map((folder) => ({
      folder,
      deps: [...inFolder(`${builtin}/0.2.12`), `${builtin}/wasi-tls-0.2.0-draft`],
    })),
  ];
}

/** All of them, with jco's folders as each other's dependencies, which they are. */
export function seenFiles(): readonly SeenFile[] {
  const shipped = folders()
    .filter(({ folder }) => folder.startsWith('wit/') && !folder.startsWith('wit/legacy'))
    .flatMap(({ folder }) => sourcesIn(folder));
  return folders().flatMap(({ folder, deps }) => {
    const own = sourcesIn(folder);
    const surroundings = {
      own,
      shipped,
      ...(deps && { deps: deps.flatMap(sourcesIn) }),
    };
    return own.map((source) => ({ file: `${folder}/${path.basename(source.uri)}`, source, surroundings }));
  });
}

export function sourceOf(uri: string, text: string): WitSource {
  return { uri, text, file: parse(text) };
}

function sourcesIn(folder: string): readonly WitSource[] {
  return readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.wit'))
    .map((name) => path.join(root, folder, name))
    .map((file) => sourceOf(pathToFileURL(file).href, readFileSync(file, 'utf8')));
}
