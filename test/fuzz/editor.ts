/** The client of the fuzzer: it sends what it is told to, keeps what comes back, and judges every answer. */
import { setTimeout } from 'node:timers/promises';
import type { Asked, Pushed } from './judge.ts';
import { faultOf, faultOfPush } from './judge.ts';
import type { Profile } from './profile.ts';
import { capabilitiesOf } from './profile.ts';
import type { Ask } from './requests.ts';
import type { Timings } from './timings.ts';
import type { Message, Wire } from './wire.ts';
import { startWire } from './wire.ts';
import type { OpenDocument } from './world.ts';
import { World } from './world.ts';

export interface EditorOptions {
  readonly profile: Profile;
  /** URIs of the folders that are open. */
  readonly folders: readonly string[];
  readonly main?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly cacheFolder: string | false;
  readonly timings?: Timings;
}

/** Something that must not be. The message says what, and how to see it again. */
export class Finding extends Error {}

/** How long an answer may take before the server counts as hanging, in milliseconds. */
const patience = 60_000;

export class Editor implements AsyncDisposable {
  readonly world: World;
  /** What was pushed last, by URI. */
  readonly pushed = new Map<string, Pushed>();
  readonly #wire: Wire;
  readonly #options: EditorOptions;
  readonly #pending = new Map<number, Asked>();
  #batch: object[] = [];
  #ids = 0;
  #answers = 0;
  #heard = 0;
  #finding: Finding | undefined;
  /** Called when enough answers have come, or none will come any more. */
  #wake: { readonly most: number; readonly call: () => void } | undefined;

  private constructor(options: EditorOptions) {
    const { main, environment } = options;
    this.#options = options;
    this.world = new World(options.profile.watches);
    this.#wire = startWire({
      main,
      environment,
      onMessage: (message) => this.#receive(message),
      onDeath: () => this.#wake?.call(),
    });
  }

  static async start(options: EditorOptions): Promise<Editor> {
    const editor = new Editor(options);
    const { profile, folders, cacheFolder } = options;
    await editor.ask({
      method: 'initialize',
      params: {
        processId: process.pid,
        rootUri: null,
        capabilities: capabilitiesOf(profile),
        initializationOptions: { cacheFolder, commands: ['slight.run', 'slight.showReferences'] },
        workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      },
    });
    editor.notify('initialized', {});
    return editor;
  }

  /** How many requests have no answer yet. */
  get pending(): number {
    return this.#pending.size;
  }

  /** How many answers came. */
  get answers(): number {
    return this.#answers;
  }

  /** Bytes of memory of the server. */
  get memory(): number {
    return this.#wire.memory();
  }

  /** Puts a message behind those that are sent next. */
  notify(method: string, params: unknown): void {
    this.world.tick();
    this.#batch.push({ method, params });
  }

  open(document: OpenDocument): void {
    const { uri, language, snapshot } = document;
    this.world.set(document);
    this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: language, version: snapshot.version, text: snapshot.text },
    });
  }

  close(uri: string): void {
    this.world.close(uri);
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  request(
    { method, params }: Ask,
    more: Partial<Pick<Asked, 'isStrange' | 'isMisshapen' | 'onAnswer'>> = {},
  ): void {
    const id = ++this.#ids;
    const uri = (params as { textDocument?: { uri?: string } | null }).textDocument?.uri;
    const snapshot = uri === undefined ? undefined : this.world.get(uri)?.snapshot;
    this.#pending.set(id, {
      id,
      method,
      params,
      sent: this.world.tick(),
      ...(uri !== undefined && { uri }),
      ...(snapshot && { snapshot }),
      isStrange: false,
      isMisshapen: false,
      isCancelled: false,
      ...more,
    });
    this.#batch.push({ id, method, params });
  }

  /** Cancels one of the requests that are on their way, by its place among them. */
  cancel(which: (count: number) => number): void {
    const ids = [...this.#pending.keys()];
    const asked = ids.length > 0 ? this.#pending.get(ids[which(ids.length)] ?? 0) : undefined;
    if (asked) asked.isCancelled = true;
    this.notify('$/cancelRequest', { id: asked?.id ?? this.#ids });
  }

  flush(): void {
    this.#check();
    if (this.#batch.length > 0) this.#wire.send(this.#batch);
    this.#batch = [];
  }

  /** Sends what is to be sent, and waits until no more than some requests are without an answer. */
  async settle(most = 0): Promise<void> {
    this.flush();
    if (this.#pending.size > most) {
      const late = Symbol('late');
      const over = new AbortController();
      const enough = new Promise<void>((call) => (this.#wake = { most, call }));
      const ended = await Promise.race([enough, setTimeout(patience, late, { signal: over.signal })]);
      over.abort();
      this.#wake = undefined;
      const [first] = this.#pending.values();
      if (ended === late) throw new Finding(`no answer in ${patience / 1000} s to ${JSON.stringify(first)}`);
    }
    this.#check();
  }

  /** Sends a request when nothing else is on its way, and gives its answer. */
  async ask(ask: Ask): Promise<Message> {
    await this.settle();
    let answer: Message = {};
    this.request(ask, { onAnswer: (message) => void (answer = message) });
    const sent = performance.now();
    await this.settle();
    this.#options.timings?.add(ask.method, performance.now() - sent);
    return answer;
  }

  /** Waits until the server has been silent for this long, in milliseconds. */
  async quiet(milliseconds: number): Promise<void> {
    for (let heard = -1; heard !== this.#heard;) {
      heard = this.#heard;
      await setTimeout(milliseconds);
    }
    this.#check();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#wire[Symbol.asyncDispose]();
  }

  #check(): void {
    const death = this.#wire.death();
    if (death !== undefined) throw new Finding(`the server is dead: ${death}`);
    if (this.#finding) throw this.#finding;
  }

  #receive(message: Message): void {
    this.#heard++;
    const { id, method, params } = message;
    if (method === undefined) this.#answered(message);
    else if (id !== undefined) this.#wire.send([{ id, result: null }]);
    else if (method === 'textDocument/publishDiagnostics') this.#diagnosed(params as Pushed);
  }

  #answered(message: Message): void {
    const asked = this.#pending.get(Number(message.id));
    if (!asked) {
      this.#finding ??= new Finding(`an answer to nothing, or the second one: ${JSON.stringify(message)}`);
      return;
    }
    this.#pending.delete(asked.id);
    this.#answers++;
    const fault = faultOf(this.world, asked, message) ?? asked.onAnswer?.(message);
    if (fault !== undefined) this.#finding ??= new Finding(describe(fault, asked, message));
    if (this.#wake && (this.#finding || this.#pending.size <= this.#wake.most)) this.#wake.call();
  }

  #diagnosed(pushed: Pushed): void {
    const before = this.pushed.get(pushed.uri);
    this.pushed.set(pushed.uri, pushed);
    // every document is known by messages that are at most this far back
    const since = this.world.clock - 300;
    const fault = this.#options.profile.pulls
      ? 'diagnostics are pushed to a client that pulls them'
      : faultOfPush(this.world, pushed, before, since);
    if (fault !== undefined) this.#finding ??= new Finding(fault);
  }
}

function describe(fault: string, { method, params, snapshot }: Asked, { result }: Message): string {
  const shown = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 3000);
  return [
    `${method}: ${fault}`,
    `asked: ${shown(params)}`,
    `text: ${shown(snapshot?.text)}`,
    `answer: ${shown(result)}`,
  ].join('\n');
}
