import type { ExtensionContext, LogOutputChannel, Memento, Uri } from 'vscode';
import type { Asking } from './asking.ts';
import type { Backends } from './backends.ts';
import type { Recent } from './recent.ts';
import type { Runs } from './runs.ts';

/** What the registrations share. Owned by extension.ts. */
export interface App {
  readonly log: LogOutputChannel;
  readonly runs: Runs;
  readonly backends: Backends;
  readonly asking: Asking;
  readonly recent: Recent;
  /** What a person chose, kept for the workspace. */
  readonly memory: Memento;
  /** A folder for what may be lost; it may not exist yet. */
  readonly storage: Uri;
  /** The absolute path of a file of the extension. */
  readonly path: ExtensionContext['asAbsolutePath'];
}
