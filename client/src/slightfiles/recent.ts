import type { Memento, Uri } from 'vscode';

/** Which slightfiles were run in this workspace, the last one first. */
export interface Recent {
  readonly all: readonly string[];
  add(slightfile: Uri): void;
}

const key = 'slightfiles that were run';
/** More are not looked for by when they were run. */
const most = 50;

export function createRecent(memory: Memento): Recent {
  const all = (): readonly string[] => memory.get<readonly string[]>(key, []);
  return {
    get all() {
      return all();
    },
    add(slightfile) {
      const uri = slightfile.toString();
      void memory.update(key, [uri, ...all().filter((one) => one !== uri)].slice(0, most));
    },
  };
}
