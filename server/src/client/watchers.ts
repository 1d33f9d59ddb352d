/** The files of a workspace that the client is asked to tell the changes of. */
import type { Registration } from 'vscode-languageserver-protocol';

const endings = 'toml,wit,wasm,wat,rs,c,h,cc,cpp,cxx,hpp,js,mjs,cjs,jsx,ts,mts,cts,tsx,go,py';

/** WatchKind of the protocol. */
const create = 1;
const change = 2;
const remove = 4;

export const watchers: Registration = {
  id: 'slight.files',
  method: 'workspace/didChangeWatchedFiles',
  registerOptions: {
    watchers: [
      { globPattern: `**/*.{${endings}}`, kind: change },
      { globPattern: '**/{.gitignore,.ignore,.git/info/exclude}', kind: change },
      // of a folder that comes or goes, clients tell of the folder alone, and no pattern is for folders only
      { globPattern: '**/*', kind: create | remove },
    ],
  },
};
