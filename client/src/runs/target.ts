import type { Uri } from 'vscode';
import type { RuntimeSettings } from '../settings/settings.ts';

/** What is to be run, and how. */
export interface RunTarget {
  readonly slightfile: Uri;
  /** The path of the guest; looked for where it is not given. */
  readonly module?: string;
  /** The guest's own arguments. */
  readonly arguments: readonly string[];
  /** Variables that the guest and the slightfile's references see, besides those of VS Code. */
  readonly environment?: Readonly<Record<string, string>>;
  /** In the place of the setting. */
  readonly backends?: RuntimeSettings['backends'];
  /** Where an app that serves HTTP listens, in the place of what the guest asks for: `127.0.0.1:8080`. */
  readonly listen?: string;
  /** The path of a file that gets every event of the run. */
  readonly trace?: string;
}
