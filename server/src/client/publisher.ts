/** Brings diagnostics to the client: pushed where it does not ask for them, else told to ask again. */
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { Documents } from '../documents.ts';
import type { FileKind } from '../index/kind.ts';
import type { Client } from './client.ts';
import type { ToClient } from './to-client.ts';

/** A promise where other files must be read first; undefined while nothing is known. */
export type Diagnose = (uri: string) => readonly Diagnostic[] | Promise<readonly Diagnostic[]> | undefined;

export interface PublisherOptions {
  readonly connection: ToClient;
  readonly documents: Documents;
  readonly client: Client;
  /** The diagnostics of the latest version of a document; undefined where they are not known yet. */
  readonly diagnose: Diagnose;
  /** Called, as often as documents are pushed again, when the problems of files that are not open may be others. */
  readonly elsewhere: () => void;
}

/** How long the client is left alone after it was told to ask again, in milliseconds: an index changes in many steps. */
const pause = 200;

/** What is to be asked for, or pushed, again. */
interface Waiting {
  diagnostics: boolean;
  codeLenses: boolean;
}

const nothing: Readonly<Waiting> = { diagnostics: false, codeLenses: false };

/** A file that is not open, with what is wrong in it. */
export interface Closed {
  readonly uri: string;
  readonly items: readonly Diagnostic[];
}

export class Publisher {
  readonly #options: PublisherOptions;
  /** What was pushed last, by URI. */
  readonly #pushed = new Map<string, readonly Diagnostic[]>();
  #waiting: Waiting = { ...nothing };
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Pushes the diagnostics of a document that was opened. */
  opened(uri: string): void {
    this.#push(uri);
  }

  /** Pushes the diagnostics of a document that was edited: of edits that arrived together only the last is read. */
  changed(uri: string, version: number): void {
    afterArrived(() => {
      if (this.#options.documents.version(uri) === version) this.#push(uri);
    });
  }

  /** A document was closed that no other file knows of. */
  closed(uri: string): void {
    const { connection, client } = this.#options;
    this.#pushed.delete(uri);
    if (!client.pulls)
      connection.sendNotification('textDocument/publishDiagnostics', { uri, diagnostics: [] });
  }

  /** Pushes the problems of files that are not open, as far as they are others than were pushed last. */
  closedFiles(found: readonly Closed[]): void {
    const { connection, documents } = this.#options;
    const now = new Map(found.map(({ uri, items }) => [uri, items]));
    const push = (uri: string, diagnostics: readonly Diagnostic[]): void =>
      connection.sendNotification('textDocument/publishDiagnostics', { uri, diagnostics });
    // first those that are gone: a file that was open may have had another spelling
    for (const [uri, before] of this.#pushed) {
      if (now.has(uri) || documents.version(uri) !== undefined) continue;
      this.#pushed.delete(uri);
      if (before.length > 0) push(uri, []);
    }
    for (const [uri, items] of now) {
      if (documents.version(uri) !== undefined || !isOther(items, this.#pushed.get(uri))) continue;
      this.#pushed.set(uri, items);
      push(uri, items);
    }
  }

  /** Something changed that the diagnostics and lenses of any document depend on. */
  refresh(): void {
    this.#later({ diagnostics: true, codeLenses: true });
  }

  /** A document was edited. A client that pulls asks again for the others by itself. */
  edited(kind: FileKind['kind']): void {
    this.#later({ diagnostics: !this.#options.client.pulls, codeLenses: kind === 'source' });
  }

  #later({ diagnostics, codeLenses }: Waiting): void {
    this.#waiting.diagnostics ||= diagnostics;
    this.#waiting.codeLenses ||= codeLenses;
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      const waiting = this.#waiting;
      this.#timer = undefined;
      this.#waiting = { ...nothing };
      this.#refreshNow(waiting);
    }, pause).unref();
  }

  #refreshNow(waiting: Waiting): void {
    const { connection, client, documents, elsewhere } = this.#options;
    const ask = (method: string): void => void connection.sendRequest(method).catch(() => undefined);
    if (waiting.diagnostics && client.pulls && client.refreshes.diagnostics)
      ask('workspace/diagnostic/refresh');
    if (waiting.diagnostics && !client.pulls)
      for (const { document } of documents.all()) this.#push(document.uri, isOther);
    if (waiting.codeLenses && client.refreshes.codeLenses) ask('workspace/codeLens/refresh');
    elsewhere();
  }

  #push(uri: string, isWanted: IsWanted = () => true): void {
    const { client, documents, diagnose } = this.#options;
    const version = documents.version(uri);
    if (version === undefined || client.pulls) return;
    const diagnostics = diagnose(uri);
    if (diagnostics instanceof Promise) {
      const id = documents.id(uri);
      void diagnostics.then((read) => {
        if (documents.id(uri) === id) this.#send(uri, version, read, isWanted);
      });
    } else if (diagnostics) {
      this.#send(uri, version, diagnostics, isWanted);
    }
  }

  #send(uri: string, version: number, diagnostics: readonly Diagnostic[], isWanted: IsWanted): void {
    if (!isWanted(diagnostics, this.#pushed.get(uri))) return;
    this.#pushed.set(uri, diagnostics);
    this.#options.connection.sendNotification('textDocument/publishDiagnostics', {
      uri,
      version,
      diagnostics,
    });
  }
}

/** Whether diagnostics are to be pushed, by those that were pushed before. */
type IsWanted = (now: readonly Diagnostic[], before: readonly Diagnostic[] | undefined) => boolean;

function isOther(now: readonly Diagnostic[], before: readonly Diagnostic[] | undefined): boolean {
  return before === undefined || (now !== before && JSON.stringify(now) !== JSON.stringify(before));
}

/** Calls back behind the next message, if one has arrived: the connection hands one over each turn of the event loop. */
function afterArrived(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}
