/** The slightfiles that are open in the editor, each read once per version. */
import { analyze } from '@slight/slightfile/analyze.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { Slightfile } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/slightfile/span.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';

/** One version of an open slightfile, as the features are given it. It is of use until the document changes. */
export interface File {
  /** Tells this version from every other that this process has read. */
  readonly id: string;
  /** Its URI, its version, its text, and the line and character of an offset. */
  readonly document: TextDocument;
  readonly slightfile: Slightfile;
  readonly problems: readonly Problem[];
  readonly environment: Environment;
}

/** The names of the environment variables that a run would see; never their values. */
export type Environment = ReadonlySet<string>;

/** Reads a version of a slightfile. It never throws, whatever the text is. */
export function readFile(document: TextDocument, environment: Environment, id = ''): File {
  const { slightfile, problems } = analyze(document.getText(), { environment });
  return { id, document, slightfile, problems, environment };
}

export function rangeOf({ document }: File, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

interface Open {
  readonly document: TextDocument;
  /** Absent until somebody asks about this version. */
  file?: File | undefined;
}

/** The open documents by URI. Those that are no slightfiles are not kept, and asking about them finds nothing. */
export class Workspace {
  readonly #documents = new Map<string, Open>();
  readonly #environment: Environment;
  #read = 0;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** True where the document is a slightfile, so that there is something to ask about it. */
  open(uri: string, languageId: string, version: number, text: string): boolean {
    if (!isSlightfile(uri, languageId)) return false;
    this.#documents.set(uri, { document: TextDocument.create(uri, languageId, version, text) });
    return true;
  }

  /** True where the document is one that is open here. */
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): boolean {
    const open = this.#documents.get(uri);
    if (open === undefined) return false;
    TextDocument.update(open.document, changes, version);
    open.file = undefined;
    return true;
  }

  close(uri: string): boolean {
    return this.#documents.delete(uri);
  }

  version(uri: string): number | undefined {
    return this.#documents.get(uri)?.document.version;
  }

  /** The latest version of a document, read when it is first asked for. */
  file(uri: string): File | undefined {
    const open = this.#documents.get(uri);
    return open && (open.file ??= readFile(open.document, this.#environment, String(++this.#read)));
  }
}

/** By what the editor says that it is, or by its name: `slightfile.toml`, `my-slightfile.dev.toml`. */
export function isSlightfile(uri: string, languageId: string): boolean {
  return languageId === 'slightfile' || /slightfile[^/\\]*\.toml$/i.test(decodeName(uri));
}

function decodeName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1).replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
