/** Code actions for tests: what is offered at the cursor, and the text after one. */
import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-types';
import type { ActionClient } from '../slightfile/code-action.ts';
import { codeActions } from '../slightfile/code-action.ts';
import { applied, marked, uri } from './marked.ts';

/** A client that can do all that there is. */
const client: ActionClient = { resolves: true, disables: true };

export function offered(text: string, only?: readonly string[]): readonly CodeAction[] {
  const { file, position } = marked(text);
  return codeActions(file, { start: position, end: position }, only, client);
}

export function titles(text: string, only?: readonly string[]): readonly string[] {
  return offered(text, only).map(({ title }) => title);
}

/** The text after the action of this title. */
export function after(text: string, title: string, only?: readonly string[]): string {
  const action = offered(text, only).find((one) => one.title === title);
  assert.ok(action?.edit?.changes?.[uri], `${title} is not among: ${titles(text, only).join(', ')}`);
  return applied(marked(text).file, action.edit.changes[uri]);
}
