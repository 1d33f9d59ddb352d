import type { ExtensionContext, LogOutputChannel, Memento } from 'vscode';
import type { Runs } from './runs.ts';

/** What the registrations share. Owned by extension.ts. */
export interface App {
  readonly log: LogOutputChannel;
  readonly runs: Runs;
  /** What a person chose, kept for the workspace. */
  readonly memory: Memento;
  /** The absolute path of a file of the extension. */
  readonly path: ExtensionContext['asAbsolutePath'];
}
