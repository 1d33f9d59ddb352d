import type { ExtensionContext, LogOutputChannel, Uri } from 'vscode';
import type { Asking } from './language/asking.ts';
import type { Backends } from './backends/backends.ts';
import type { LeftTerminals } from './runs/left-terminals.ts';
import type { Recent } from './slightfiles/recent.ts';
import type { Runs } from './runs/runs.ts';

/** What the registrations share. Owned by extension.ts. */
export interface App {
  readonly log: LogOutputChannel;
  readonly runs: Runs;
  readonly leftTerminals: LeftTerminals;
  readonly backends: Backends;
  readonly asking: Asking;
  readonly recent: Recent;
  /** The file that the log is kept in. */
  readonly logFile: Uri;
  /** A folder for what may be lost; it may not exist yet. */
  readonly storage: Uri;
  /** The absolute path of a file of the extension. */
  readonly path: ExtensionContext['asAbsolutePath'];
}
