/** Diagnostics with an identifier, by which a client says which it has. */
import { hash } from 'node:crypto';
import type { Diagnostic } from 'vscode-languageserver-types';

export interface Result {
  /** The same for the same diagnostics, whoever found them. */
  readonly id: string;
  readonly items: readonly Diagnostic[];
}

export function resultOf(items: readonly Diagnostic[]): Result {
  return { id: hash('sha1', JSON.stringify(items), 'base64url'), items };
}
