/** The documents that are open in the editor, of every kind that is read here. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileKind } from './index/kind.ts';
import { kindOf } from './index/kind.ts';
import { nameOf, pathOf } from './lsp/uri.ts';

export interface OpenDocument {
  readonly kind: FileKind;
  /** Absent where it is on no disk. */
  readonly path?: string;
  readonly document: TextDocument;
}

/** Makes something of a version of a document. `id` tells that version from every other that was read. */
export type Reader<T> = (document: TextDocument, id: string) => T;

interface Entry extends OpenDocument {
  id: string;
  /** What was made of this version, by what made it. */
  readonly made: Map<Reader<unknown>, unknown>;
}

/** By URI. A document that nobody here reads is not kept, and asking about it finds nothing. */
export class Documents {
  readonly #entries = new Map<string, Entry>();
  readonly #uris = new Map<string, string>();
  #count = 0;

  /** The document, where it is of a kind that is read here. */
  open(uri: string, languageId: string, version: number, text: string): OpenDocument | undefined {
    const kind = kindOf(nameOf(uri), languageId);
    if (kind === undefined || kind.kind === 'module' || kind.kind === 'unread') return undefined;
    const path = pathOf(uri);
    const document = TextDocument.create(uri, languageId, version, text);
    const entry: Entry = {
      kind,
      ...(path !== undefined && { path }),
      document,
      id: this.#id(),
      made: new Map(),
    };
    this.#entries.set(uri, entry);
    if (path !== undefined) this.#uris.set(path, uri);
    return entry;
  }

  /** The document, where it is open here. */
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const entry = this.#entries.get(uri);
    if (!entry) return undefined;
    const { document } = entry;
    // each change is of the text that the one in front of it left
    for (const change of changes) TextDocument.update(document, [inText(document, change)], version);
    TextDocument.update(document, [], version);
    entry.id = this.#id();
    entry.made.clear();
    return entry;
  }

  /** The document that was open here. */
  close(uri: string): OpenDocument | undefined {
    const entry = this.#entries.get(uri);
    this.#count++;
    this.#entries.delete(uri);
    if (entry?.path !== undefined && this.#uris.get(entry.path) === uri) this.#uris.delete(entry.path);
    return entry;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#entries.get(uri);
  }

  /** The URI that the editor has a file open under. */
  uriOf(path: string): string | undefined {
    return this.#uris.get(path);
  }

  all(): Iterable<OpenDocument> {
    return this.#entries.values();
  }

  version(uri: string): number | undefined {
    return this.#entries.get(uri)?.document.version;
  }

  /** Grows with every document that is opened, edited or closed. */
  get revision(): number {
    return this.#count;
  }

  /** Tells the version of a document from every other that was read. */
  id(uri: string): string | undefined {
    return this.#entries.get(uri)?.id;
  }

  /** What a reader makes of the latest version of a document, made once. */
  read<T>(uri: string, reader: Reader<T>): T | undefined {
    const entry = this.#entries.get(uri);
    if (!entry) return undefined;
    if (!entry.made.has(reader)) entry.made.set(reader, reader(entry.document, entry.id));
    return entry.made.get(reader) as T;
  }

  #id(): string {
    return String(++this.#count);
  }
}

/** The change with its range in the text: TextDocument counts lines wrongly behind one that begins after the last line. */
function inText(
  document: TextDocument,
  change: TextDocumentContentChangeEvent,
): TextDocumentContentChangeEvent {
  if (!('range' in change)) return change;
  const [start, end] = [change.range.start, change.range.end].map((position) =>
    document.positionAt(document.offsetAt(position)),
  );
  return start && end ? { range: { start, end }, text: change.text } : change;
}
