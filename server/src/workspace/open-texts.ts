/** What the documents that are open say, each version read once. */
import type { Span } from '@slight/text/span.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Documents, Reader } from '../documents.ts';
import type { Facts } from '../index/facts.ts';
import type { Shown } from '../index/files.ts';
import { declaredBy, openedBy, withRoutes } from '../index/facts.ts';
import { rangeOf } from '../lsp/ranges.ts';
import type { File } from '../slightfile/file.ts';
import { readSource } from '../sources/read.ts';
import type { Reading } from '../sources/reading.ts';

export class OpenTexts {
  readonly #documents: Documents;
  readonly #readFile: Reader<File>;

  constructor(documents: Documents, readFile: Reader<File>) {
    this.#documents = documents;
    this.#readFile = readFile;
  }

  /** An open slightfile. */
  file(uri: string): File | undefined {
    const isOne = this.#documents.get(uri)?.kind.kind === 'slightfile';
    return isOne ? this.#documents.read(uri, this.#readFile) : undefined;
  }

  /** What an open source says of capabilities. */
  reading(uri: string): Reading | undefined {
    return this.#documents.read(uri, this.#readReading);
  }

  /** The facts of an open document, as the index has them of what is on disk. */
  facts(uri: string): Facts {
    return this.#documents.read(uri, this.#readFacts) ?? { kind: 'wit' };
  }

  /** What the index is to have of an open document, in the place of what is on disk. */
  shown(uri: string): Shown {
    return [() => this.facts(uri), () => this.#documents.get(uri)?.document.getText() ?? ''];
  }

  // readers, by which the documents know what was made already

  readonly #readReading = (document: TextDocument): Reading => {
    const kind = this.#documents.get(document.uri)?.kind;
    return kind?.kind === 'source' ? readSource(document.getText(), kind.language) : { openings: [] };
  };

  readonly #readFacts = (document: TextDocument): Facts => {
    const kind = this.#documents.get(document.uri)?.kind;
    const lines = { range: (span: Span) => rangeOf({ document }, span) };
    const file = this.file(document.uri);
    if (file) return declaredBy(file.slightfile, lines);
    if (kind?.kind !== 'source') return { kind: 'wit' };
    const opened = openedBy(this.reading(document.uri) ?? { openings: [] }, kind.language, lines);
    return withRoutes(opened, document.getText(), lines);
  };
}
