import type { CodeLens } from 'vscode-languageserver-types';
import type { File } from '../workspace.ts';

/** `▶ Run` over the first line of a slightfile that gives a guest something to open. The command's argument is the URI. */
export function codeLenses({ document, slightfile }: File): CodeLens[] {
  if (slightfile.capabilities.length === 0) return [];
  const top = { line: 0, character: 0 };
  const command = { title: '▶ Run', command: 'slight.run', arguments: [document.uri] };
  return [{ range: { start: top, end: top }, command }];
}
