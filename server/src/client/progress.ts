/** Shows the client how far the index is (LSP 3.17, "Work Done Progress"). */
import type { Progress } from '../index/read-folder.ts';
import type { ToClient } from './to-client.ts';

export interface IndexProgress {
  readonly report: (progress: Progress) => void;
  readonly end: () => void;
}

/** How often, in milliseconds: nobody reads faster. */
const interval = 200;

/** What is quickly read shows nothing: the first word comes after the first interval. */
export function indexProgress(connection: ToClient): IndexProgress {
  /** What the progress is known by, once the client has made it. */
  let token: string | undefined;
  /** The one that the client was asked to make. */
  let asked: string | undefined;
  let count = 0;
  let last = performance.now();
  const tell = (value: object): void => {
    if (token !== undefined) connection.sendNotification('$/progress', { token, value });
  };
  const begin = async (): Promise<void> => {
    const created = `slight-index-${++count}`;
    asked = created;
    try {
      await connection.sendRequest('window/workDoneProgress/create', { token: created });
    } catch {
      // a client that refuses is shown nothing, and asked only once
      return;
    }
    // it may have ended meanwhile
    if (asked === created) [token, asked] = [created, undefined];
    tell({ kind: 'begin', title: 'Slight', message: 'indexing', percentage: 0 });
  };
  return {
    report: ({ done, total }) => {
      const now = performance.now();
      if (asked !== undefined || now - last < interval) return;
      last = now;
      if (token === undefined) void begin();
      const percentage = Math.floor((done / total) * 100);
      tell({ kind: 'report', message: `indexing ${done} of ${total} files`, percentage });
    },
    end: () => {
      tell({ kind: 'end' });
      token = undefined;
      asked = undefined;
      last = performance.now();
    },
  };
}
