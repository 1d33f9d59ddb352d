/** What a module or a component imports and exports, without compiling it. */
import type { ByteReader } from './bytes.ts';
import { externName, readExtern, Sort, sort, unknown } from './extern.ts';
import { CoreSection, kindOfHeader, Section, sections } from './sections.ts';

export interface WasmModule {
  readonly kind: 'module' | 'component';
  /** Each once: the modules that a core module imports from; the instances and functions that a component imports. */
  readonly imports: readonly string[];
  /** Each once: what a core module exports of any sort; what a component exports besides types. */
  readonly exports: readonly string[];
}

/**
 * Reads the names of a WebAssembly binary's imports and exports; undefined where it is none,
 * where it holds nothing but types (it is a WIT package then, and no program), where it ends in the middle
 * of a section (a build may be writing it), or where a section has a form that is not known here. It never throws. Of
 * the other sections only the lengths are read, so that 10 MB take 0.2 ms: it is reading the file that costs.
 */
export function readModule(bytes: Uint8Array): WasmModule | undefined {
  const kind = kindOfHeader(bytes);
  if (!kind) return undefined;
  const names = { imports: new Set<string>(), exports: new Set<string>(), types: new Set<string>() };
  const read = kind === 'module' ? readCore : readComponent;
  try {
    for (const { id, content } of sections(bytes)) read(id, content, names);
  } catch {
    return undefined;
  }
  if (names.types.size > 0 && names.imports.size + names.exports.size === 0) return undefined;
  return { kind, imports: [...names.imports], exports: [...names.exports] };
}

interface Names {
  readonly imports: Set<string>;
  readonly exports: Set<string>;
  /** What a component exports that is a type. */
  readonly types: Set<string>;
}

/** Format: https://webassembly.github.io/spec/core/binary/modules.html */
function readCore(id: number, section: ByteReader, { imports, exports }: Names): void {
  if (id === CoreSection.import) {
    section.vector(() => {
      imports.add(section.name());
      section.name();
      skipCoreType(section);
    });
  }
  if (id === CoreSection.export) {
    section.vector(() => {
      exports.add(section.name());
      section.byte();
      section.u32();
    });
  }
}

/** The outermost component's alone: those inside it are sections that are not read. */
function readComponent(id: number, section: ByteReader, { imports, exports, types }: Names): void {
  if (id === Section.import) {
    section.vector(() => {
      const name = externName(section);
      if (readExtern(section).kind !== Sort.type) imports.add(name);
    });
  }
  if (id === Section.export) {
    section.vector(() => {
      const name = externName(section);
      (sort(section) === Sort.type ? types : exports).add(name);
      section.u32();
      if (section.byte() === 1) readExtern(section);
    });
  }
}

/** What a core import is: a function, table, memory, global or tag, with its type. */
function skipCoreType(reader: ByteReader): void {
  const kind = reader.byte();
  switch (kind) {
    case 0x00:
      reader.u32();
      return;
    case 0x01:
      skipValueType(reader);
      skipLimits(reader);
      return;
    case 0x02:
      skipLimits(reader);
      return;
    case 0x03:
      skipValueType(reader);
      reader.byte();
      return;
    case 0x04:
      reader.byte();
      reader.u32();
      return;
    default:
      throw unknown('kind of import', kind);
  }
}

/** One byte, but for references to a type of the module's own. */
function skipValueType(reader: ByteReader): void {
  const form = reader.byte();
  if (form === 0x63 || form === 0x64) reader.u32();
}

function skipLimits(reader: ByteReader): void {
  const flags = reader.byte();
  reader.skipNumber();
  if ((flags & 0x01) !== 0) reader.skipNumber();
  // the size of a page, of the custom-page-sizes proposal
  if ((flags & 0x08) !== 0) reader.u32();
}
