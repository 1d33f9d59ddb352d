/** What a workspace is made with. */
import type { Documents, Reader } from '../documents.ts';
import type { Progress } from '../index/read-folder.ts';
import type { File } from '../slightfile/file.ts';

export interface WorkspaceOptions {
  readonly documents: Documents;
  /** Reads a version of an open slightfile. */
  readonly readFile: Reader<File>;
  readonly cacheFolder?: string | undefined;
  /** The folder with the WIT packages that slight ships. */
  readonly wit?: string | undefined;
  /** Called when something changed that answers about other documents depend on. */
  readonly onChange: () => void;
  readonly onProgress?: (progress: Progress) => void;
}
