/** What the runtime says to who works in a terminal, as it is done in an editor. Knows nothing of VS Code. */
import { oldNode } from '../settings/node-fault.ts';

export interface EditorWords {
  readonly message: string;
  /** The setting that helps, where one does. */
  readonly setting?: string;
}

/** The runtime's remedy where a rung was asked for alone (runtime/src/backends/ladder.ts). */
const leaveOut = /Leave out --backends (\w+), and/;

/**
 * @param isConfigured a launch configuration has said where servers come from, in place of the setting
 * @param node what `slight.runtime.node` is set to; undefined where it is not set
 */
export function inEditor(message: string, isConfigured: boolean, node?: string): EditorWords {
  const old = oldNode(node, message);
  if (old) return old;
  const rung = leaveOut.exec(message)?.[1];
  if (rung === undefined) return { message };
  const words = isConfigured
    ? `Leave out "backends": "${rung}" in the launch configuration, and`
    : 'Set slight.runtime.backends to auto, and';
  return {
    message: message.replace(leaveOut, words),
    ...(!isConfigured && { setting: 'slight.runtime.backends' }),
  };
}
