/** The files of a workspace that the client is asked to tell the changes of. */
import type { Registration } from 'vscode-languageserver-protocol';

const endings = 'toml,wit,wasm,rs,c,h,cc,cpp,cxx,hpp,js,mjs,cjs,jsx,ts,mts,cts,tsx,go,py';

export const watchers: Registration = {
  id: 'slight.files',
  method: 'workspace/didChangeWatchedFiles',
  registerOptions: { watchers: [{ globPattern: `**/*.{${endings}}` }] },
};
