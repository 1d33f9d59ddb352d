/**
 * The WIT of a package in its binary form, which `wkg` and `wasm-tools component wit --wasm` write: a component that
 * holds nothing but types, one for each interface and world
 * (https://github.com/WebAssembly/component-model/blob/main/design/mvp/WIT.md, "Package Format").
 */
import { externName, readExtern, Sort, sort } from './extern.ts';
import { PackageDocs } from './package/docs.ts';
import type { ComponentEntry, PackageItem } from './package/entries.ts';
import { spelled } from '@slight/wit/keywords.ts';
import { printInterface, printWorld } from './package/print.ts';
import { PackageScope, readPackageType } from './package/read-type.ts';
import { kindOfHeader, Section, sections } from './sections.ts';

/**
 * The text, laid out one item a line; undefined where the bytes are no WIT package, end too early, or have a form that
 * is not known here. It never throws.
 */
export function witOfPackage(bytes: Uint8Array): string | undefined {
  if (kindOfHeader(bytes) !== 'component') return undefined;
  try {
    return printed(read(bytes));
  } catch {
    return undefined;
  }
}

interface Read {
  readonly exported: readonly { readonly name: string; readonly type: ComponentEntry }[];
  readonly docs: PackageDocs;
}

/** @throws SyntaxError or RangeError where it is no package */
function read(bytes: Uint8Array): Read {
  const scope = new PackageScope();
  const exported: { name: string; type: ComponentEntry }[] = [];
  let docs = new PackageDocs(undefined);
  for (const { id, content } of sections(bytes)) {
    switch (id) {
      case Section.custom:
        if (content.name() === 'package-docs') docs = PackageDocs.read(content.rest());
        break;
      case Section.type:
        content.vector(() => scope.types.push(readPackageType(content, scope)));
        break;
      case Section.export:
        content.vector(() => {
          const name = externName(content);
          const kind = sort(content);
          const type = scope.types[content.u32()];
          if (content.byte() === 1) readExtern(content);
          if (kind !== Sort.type || type?.is !== 'component')
            throw new SyntaxError('it exports more than types');
          scope.types.push(type);
          exported.push({ name, type });
        });
        break;
      default:
        throw new SyntaxError('it holds more than types');
    }
  }
  return { exported, docs };
}

function printed({ exported, docs }: Read): string | undefined {
  const parts = exported.flatMap(({ name, type }) => {
    const [inner] = type.exports;
    return inner ? [{ name, inner }] : [];
  });
  const of = parts[0] && packageOf(parts[0].inner.name);
  if (!of) return undefined;
  const pathOf = (path: string): string => {
    const { id, version, item } = packageOf(path) ?? { id: '', version: '', item: path };
    if (id === of.id && version === of.version) return spelled(item);
    return `${id.split(':').map(spelled).join(':')}/${spelled(item)}${version}`;
  };
  const lines = parts.flatMap(({ name, inner }) => ['', ...partLines(name, inner, pathOf, docs)]);
  const head = `package ${of.id.split(':').map(spelled).join(':')}${of.version};`;
  return `${[...docs.lines(), head, ...lines].join('\n')}\n`;
}

function partLines(
  name: string,
  { what }: PackageItem,
  pathOf: (path: string) => string,
  docs: PackageDocs,
): readonly string[] {
  if (what.is === 'interface') return printInterface(name, what.items, pathOf, docs.at('interfaces', name));
  if (what.is === 'component') return printWorld(name, what, pathOf, docs.at('worlds', name));
  throw new SyntaxError('it holds more than interfaces and worlds');
}

/** `wasi:io/streams@0.2.3`, in its parts; the version with its `@`. */
function packageOf(
  path: string,
): { readonly id: string; readonly version: string; readonly item: string } | undefined {
  const [, id, item, version = ''] = /^([^/@]+:[^/@]+)\/([^/@]+)(@.+)?$/.exec(path) ?? [];
  return id === undefined || item === undefined ? undefined : { id, item, version };
}
