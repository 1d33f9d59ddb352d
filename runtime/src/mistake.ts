/** A person's mistake: one plain sentence that says what to do, under a closed code. */

export type MistakeCode =
  | 'node-too-old'
  | 'usage'
  | 'no-slightfile'
  | 'slightfile-errors'
  | 'no-module'
  | 'not-wasm'
  | 'no-command'
  | 'no-server'
  | 'too-much-memory'
  | 'unknown-import'
  | 'backend-unavailable'
  | 'secret-unreadable'
  | 'trace-unwritable'
  | 'output-unwritable'
  | 'system';

export class Mistake extends Error {
  readonly code: MistakeCode;

  constructor(code: MistakeCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Mistake';
    this.code = code;
  }
}
