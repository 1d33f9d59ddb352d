/** The workspace as one model: what is open in the editor, and what the index knows of the rest. */
import type { Problem } from '@slight/slightfile/problem.ts';
import type { Documents, OpenDocument } from '../documents.ts';
import type { File } from '../slightfile/file.ts';
import type { Reading } from '../sources/reading.ts';
import { Encodings } from '../index/encodings.ts';
import type { App } from '../index/apps.ts';
import { hasNames } from '../index/facts.ts';
import type { Aside, Statistics } from '../index/files.ts';
import { Index } from '../index/index.ts';
import { kindOf } from '../index/kind.ts';
import { appProblems } from '../module/app-problems.ts';
import { modulesOf } from '../module/known-app.ts';
import { isOfWorlds, KnownWorlds } from '../module/known-worlds.ts';
import type { AppProblem, KnownWorld } from '../module/known.ts';
import type { AppNames } from '../names/app-names.ts';
import type { Known } from '../names/known-names.ts';
import { KnownNames } from '../names/known-names.ts';
import type { OnDisk } from './on-disk.ts';
import { slightfileOnDisk } from './on-disk.ts';
import { OpenFolders } from './open-folders.ts';
import { OpenTexts } from './open-texts.ts';
import type { WorkspaceOptions } from './options.ts';
import { WorkspaceRoutes } from './routes.ts';
import { Running } from './running.ts';
import type { Serving } from '../slightfile/served.ts';
import { pathOf, uriOf } from '../lsp/uri.ts';
import { WitFiles } from '../wit/files.ts';

/** Editors open and save many documents at once, in milliseconds. */
const pause = 500;

export class Workspace {
  readonly documents: Documents;
  readonly index: Index;
  readonly wit: WitFiles;
  /** What serves the capabilities of a slightfile while its app runs, by the slightfile's URI. */
  readonly serving = new Map<string, readonly Serving[]>();
  readonly running = new Running();
  readonly routes = new WorkspaceRoutes(this);
  readonly #encodings: Encodings;
  readonly #options: WorkspaceOptions;
  readonly #texts: OpenTexts;
  readonly #folders: OpenFolders;
  readonly #names: KnownNames;
  readonly #worlds: KnownWorlds;
  /** By path, the URI that the editor last had a file open under. */
  readonly #spellings = new Map<string, string>();
  /** Grows with every change of a source, of WIT or of the index. */
  #revision = 0;
  #willRescan = false;

  constructor(options: WorkspaceOptions) {
    const { documents, cacheFolder, onChange, onProgress, wit } = options;
    this.#options = options;
    this.documents = documents;
    this.#texts = new OpenTexts(documents, options.readFile);
    const changed = () => {
      this.#revision++;
      onChange();
    };
    const witFound = () => {
      this.#worlds.changed();
      changed();
    };
    const indexChanged = () => {
      this.wit.forgetFound();
      changed();
    };
    this.index = new Index({ cacheFolder, ...(onProgress && { onProgress }), onChange: indexChanged });
    this.#folders = new OpenFolders(documents, this.index);
    this.#encodings = new Encodings(changed);
    this.wit = new WitFiles({
      documents,
      shipped: wit,
      elsewhere: { files: () => this.index.files('wit'), onFound: witFound },
    });
    this.#names = new KnownNames({
      facts: (file) => this.index.facts(file),
      isComplete: () => this.index.isComplete,
      uriOf: this.uriOf,
    });
    this.#worlds = new KnownWorlds({ wit: this.wit, onChange: changed });
    for (const document of documents.all()) this.opened(document);
  }

  /** Grows with every change of what answers about other documents depend on. */
  get revision(): number {
    return this.#revision + this.index.version;
  }

  addFolder(folder: string): void {
    this.#folders.add(folder);
  }

  removeFolder(folder: string): void {
    this.#folders.remove(folder);
  }

  opened({ kind, path: file, document: { uri } }: OpenDocument): void {
    if (file === undefined) return;
    this.#revision++;
    if (isOfWorlds(kind)) this.#worlds.changed();
    this.#spellings.set(file, uri);
    this.index.cover(file, kind.kind, ...this.#texts.shown(uri));
    if (kind.kind === 'slightfile') this.#encodings.look(file);
    this.#folders.opened(file);
  }

  changed({ kind }: OpenDocument): void {
    if (kind.kind === 'wit') this.#worlds.changed();
    if (kind.kind !== 'slightfile') this.#revision++;
  }

  closed({ kind, path: file, document: { uri } }: OpenDocument): void {
    this.#revision++;
    if (isOfWorlds(kind)) this.#worlds.changed();
    this.serving.delete(uri);
    if (file === undefined) return;
    this.index.uncover(file);
    this.wit.forget([file]);
    this.#encodings.forget(file);
    this.#folders.closed();
  }

  /** Resolves when it is known which app each file belongs to. */
  async whenPlaced(): Promise<void> {
    await this.#folders.whenPlaced();
    await this.index.whenPlaced();
  }

  /** Resolves when every file of every app is read. */
  async whenComplete(): Promise<Statistics> {
    await this.#folders.whenPlaced();
    await this.#encodings.whenLooked();
    return await this.index.whenComplete();
  }

  /** Files that changed on disk, came or went. */
  async changedOnDisk(uris: Iterable<string>): Promise<void> {
    const files = Array.from(uris, pathOf).filter((file) => file !== undefined);
    this.wit.forget(files);
    this.#encodings.lookAgain(files);
    const isForWorlds = files.some((file) => isOfWorlds(kindOf(file)));
    if (isForWorlds) this.#worlds.changed();
    await this.index.update(files);
    if (isForWorlds) this.#worlds.changed();
  }

  /** Looks at everything on disk again, for editors that do not tell what changes there. */
  rescanSoon(): void {
    if (this.#willRescan) return;
    this.#willRescan = true;
    setTimeout(() => {
      this.#willRescan = false;
      this.wit.forget();
      this.#encodings.lookAgain();
      void this.index.rescan().then(() => this.#worlds.changed());
    }, pause).unref();
  }

  /** An open slightfile. */
  file(uri: string): File | undefined {
    return this.#texts.file(uri);
  }

  /** A slightfile as it is in the editor, else as it is on disk; undefined where it cannot be read. */
  async fileOnDisk(uri: string): Promise<File | undefined> {
    const open = this.file(uri);
    const path = pathOf(uri);
    if (open || path === undefined) return open;
    const read = await this.closedFile(path);
    return read?.problem ? undefined : read?.file;
  }

  /** A slightfile as it is on disk, with why a run would refuse its bytes; undefined where there is none. */
  async closedFile(path: string): Promise<OnDisk | undefined> {
    return await slightfileOnDisk(path, this.uriOf(path), this.#options.readFile);
  }

  /** Why a run would refuse the bytes of an open slightfile, whatever its text is. */
  encodingProblem({ document }: File): Problem | undefined {
    const file = pathOf(document.uri);
    return file === undefined ? undefined : this.#encodings.problem(file, document.getText());
  }

  /**
   * Reads the files of an app again that say something of names: what is not open may have changed on disk, and an edit
   * of a wrong place is worse than none.
   */
  async refreshNames(uri: string): Promise<void> {
    const app = this.appOf(uri);
    if (!app) return;
    const files = [...app.slightfiles, ...app.sources];
    await this.index.update(files.filter((file) => hasNames(this.index.facts(file))));
  }

  /** What the open source says of capabilities. */
  reading(uri: string): Reading | undefined {
    return this.#texts.reading(uri);
  }

  /**
   * All names of the app that a document belongs to, or lies in: one that is ignored has its own besides. Undefined where
   * there is no app.
   */
  names(uri: string): AppNames | undefined {
    return this.knownNames(uri)?.names;
  }

  /** The same, with what is wrong with them. */
  knownNames(uri: string): Known | undefined {
    const app = this.appOf(uri);
    const file = pathOf(uri);
    if (!app || file === undefined) return undefined;
    return this.index.aside(file)
      ? this.#names.besides(app, file, this.revision)
      : this.#names.of(app, this.revision);
  }

  /** Why an open document belongs to no app, so that no edit of others reaches it. */
  aside(uri: string): Aside {
    const file = pathOf(uri);
    return file === undefined ? undefined : this.index.aside(file);
  }

  /**
   * What does not fit between a slightfile and the rest of its app. The worlds are read when they are first asked
   * for; until they are there, nothing is claimed of them.
   */
  appProblems(file: File): readonly AppProblem[] {
    const app = this.appOf(file.document.uri);
    if (!app || !this.index.isComplete) return [];
    return appProblems(file, { modules: modulesOf(app, this.index), worlds: this.worlds(app) });
  }

  appOf(uri: string): App | undefined {
    const file = pathOf(uri);
    return file === undefined ? undefined : this.index.app(file);
  }

  /** The worlds of an app's own WIT, as far as they are read. */
  worlds(app: App): readonly KnownWorld[] {
    return this.#worlds.of(app);
  }

  /** The URI of a file, as the editor spells it where it has or had the file open. */
  readonly uriOf = (file: string): string => this.#spellings.get(file) ?? uriOf(file);
}
