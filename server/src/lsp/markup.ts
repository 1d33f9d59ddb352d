/** What hovers, completions and hints say in markdown, as plain text for clients that take nothing else. */
import type { MarkupContent } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';

/** Where a client takes markdown. */
export interface Markdown {
  readonly hover: boolean;
  readonly completion: boolean;
}

/** An answer of any method, as this client takes it; a promise stays one. */
export function inMarkupOf(markdown: Markdown, method: string, answer: unknown): unknown {
  const isTaken = method === 'textDocument/completion' ? markdown.completion : markdown.hover;
  const keys = markupKeys.get(method);
  if (keys === undefined || isTaken) return answer;
  if (answer instanceof Promise) return answer.then((given: unknown) => plainIn(given, keys));
  return plainIn(answer, keys);
}

/** In which properties of an answer, or of each of its items, markdown stands. */
const markupKeys: ReadonlyMap<string, string> = new Map([
  ['textDocument/hover', 'contents'],
  ['textDocument/completion', 'documentation'],
  ['textDocument/inlayHint', 'tooltip'],
]);

function plainIn(answer: unknown, key: string): unknown {
  if (Array.isArray(answer)) return answer.map((item: unknown) => plainIn(item, key));
  if (typeof answer !== 'object' || answer === null) return answer;
  const fields = answer as Readonly<Record<string, unknown>>;
  // a completion may be a list that says whether it is whole
  if (Array.isArray(fields['items'])) return { ...fields, items: plainIn(fields['items'], key) };
  const value = fields[key];
  if (!isMarkdown(value)) return answer;
  return { ...fields, [key]: { kind: MarkupKind.PlainText, value: plainText(value.value) } };
}

function isMarkdown(value: unknown): value is MarkupContent {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === MarkupKind.Markdown;
}

/** What a reader of the markdown sees: without marks, with the address of a link after its text, code as it is. */
export function plainText(markdown: string): string {
  return markdown
    .split(/^```\w*\n|\n```$/m)
    .map((part, index) => (index % 2 === 1 ? part : withoutMarks(part)))
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutMarks(text: string): string {
  return text
    .replace(/^(?:---|\*\*\*)$/gm, '')
    .split(/(`[^`\n]+`)/)
    .map((part, index) =>
      index % 2 === 1
        ? part.slice(1, -1)
        : part
            .replace(/\[([^\][\n]+)\]\(([^()\s]+)\)/g, (_, title: string, target: string) =>
              /^https?:/.test(target) ? `${title} (${target})` : title,
            )
            .replace(/\*\*([^*\n]+)\*\*/g, '$1')
            .replace(/\\([^\w\s])/g, '$1'),
    )
    .join('');
}
