/** What a client keeps of earlier answers: their ids, to be told only what changed since, and actions without an edit. */
import type {
  CodeAction,
  Diagnostic,
  SemanticTokens,
  SemanticTokensDelta,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Editor } from './editor.ts';
import type { Random } from './random.ts';
import type { Ask } from './requests.ts';
import { wholeTokens } from './requests.ts';
import type { Snapshot } from './text.ts';
import { appliedTokens, tokenFault } from './tokens.ts';
import type { OpenDocument } from './world.ts';

interface Tokens {
  readonly resultId: string;
  readonly data: readonly number[];
}

interface Lazy {
  readonly action: CodeAction;
  readonly uri: string;
  /** The text that the action is about. */
  readonly text: string;
}

type Report =
  | { readonly kind: 'full'; readonly resultId: string; readonly items: readonly Diagnostic[] }
  | { readonly kind: 'unchanged'; readonly resultId: string };

/** How many earlier answers are kept: a client may ask by an old one. */
const kept = 4;

export class Results {
  readonly #tokens = new Map<string, Tokens[]>();
  readonly #reports = new Map<string, Extract<Report, { kind: 'full' }>>();
  readonly #lazy: Lazy[] = [];

  /** Asks for tokens, or for what of them changed; now and then by a result that the server never gave. */
  askTokens(editor: Editor, random: Random, { uri, snapshot }: OpenDocument): void {
    const known = this.#tokens.get(uri) ?? [];
    const before = known[random.chance(0.8) ? 0 : random.below(kept)];
    const isDelta = random.chance(0.7);
    const previousResultId = before?.resultId ?? 'never given';
    const params = { textDocument: { uri }, ...(isDelta && { previousResultId }) };
    editor.request(
      { method: `textDocument/semanticTokens/full${isDelta ? '/delta' : ''}`, params },
      {
        onAnswer: ({ result }) => this.#keepTokens(uri, before, snapshot, result as never),
      },
    );
  }

  /** The tokens that were kept are the whole ones. Nothing else may be on its way. */
  async compareTokens(editor: Editor, random: Random, document: OpenDocument): Promise<string | undefined> {
    this.askTokens(editor, random, document);
    await editor.settle();
    const { result } = await editor.ask(wholeTokens(document));
    const known = this.#tokens.get(document.uri)?.[0];
    if (!result || !known) return undefined;
    const { data } = result as SemanticTokens;
    if (JSON.stringify(data) === JSON.stringify(known.data)) return undefined;
    return `tokens of ${document.uri} by their changes are not the whole ones: ${JSON.stringify({ kept: known.data, whole: data })}`;
  }

  /** Diagnostics as the client has them, when it has asked for what changed. */
  async pull(editor: Editor, uri: string): Promise<readonly Diagnostic[]> {
    const before = this.#reports.get(uri);
    const { result } = await editor.ask(this.askReport(uri));
    const report = result as Report;
    if (report.kind === 'unchanged') return before?.items ?? [];
    this.#reports.set(uri, report);
    return report.items;
  }

  /** Nothing may be wrong while the whole stays the same: it may only just have become known. */
  async comparePulls(editor: Editor, uri: string): Promise<string | undefined> {
    const whole = async (): Promise<string> => {
      const ask = { method: 'textDocument/diagnostic', params: { textDocument: { uri } } };
      const { result } = await editor.ask(ask);
      return JSON.stringify((result as { items: unknown }).items);
    };
    const before = await whole();
    const kept = JSON.stringify(await this.pull(editor, uri));
    const after = await whole();
    if (before !== after || kept === after) return undefined;
    return `diagnostics of ${uri} are said to be unchanged\nkept:  ${kept}\nwhole: ${after}`;
  }

  askReport(uri: string): Ask {
    const previousResultId = this.#reports.get(uri)?.resultId;
    return {
      method: 'textDocument/diagnostic',
      params: { textDocument: { uri }, ...(previousResultId !== undefined && { previousResultId }) },
    };
  }

  keepReport(uri: string, report: Report): void {
    if (report.kind === 'full') this.#reports.set(uri, report);
  }

  keepActions({ uri, snapshot }: OpenDocument, actions: readonly CodeAction[] | null): void {
    for (const action of actions ?? []) {
      if (action.data !== undefined) this.#lazy.unshift({ action, uri, text: snapshot.text });
    }
    this.#lazy.splice(kept);
  }

  /** Has the edit of an action made that was offered earlier: where its text is another now, there must be none. */
  resolve(editor: Editor): void {
    const lazy = this.#lazy.pop();
    if (!lazy) return;
    const { action, uri, text } = lazy;
    const sent = editor.world.clock;
    editor.request(
      { method: 'codeAction/resolve', params: action },
      {
        onAnswer: ({ result }) => {
          const { edit } = (result ?? {}) as { edit?: WorkspaceEdit };
          const isThere = editor.world.since(uri, sent).some((state) => state?.text === text);
          return edit && !isThere ? 'an edit for a text that is gone' : undefined;
        },
      },
    );
  }

  forget(uri: string): void {
    this.#tokens.delete(uri);
  }

  #keepTokens(
    uri: string,
    before: Tokens | undefined,
    snapshot: Snapshot,
    answer: SemanticTokens | SemanticTokensDelta | null | undefined,
  ): string | undefined {
    if (!answer) return undefined;
    const data = appliedTokens(before?.data, answer);
    if (!data) return 'a change of tokens that the client never had';
    const fault = tokenFault(data, snapshot);
    const known = this.#tokens.get(uri) ?? [];
    known.unshift({ resultId: answer.resultId ?? '', data });
    this.#tokens.set(uri, known.slice(0, kept));
    return fault;
  }
}
