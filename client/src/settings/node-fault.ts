/** What is wrong with the Node that the setting `slight.runtime.node` names. Knows nothing of VS Code. */
import type { SettingsFault } from './settings-fault.ts';

/** The setting that names the Node to run the runtime with. */
export const nodeSetting = 'slight.runtime.node';

/**
 * Why no process could be started with it; undefined where that is not because of the setting.
 * @param node what is set; undefined where nothing is
 * @param error of Node's `spawn`
 */
export function unstartableNode(node: string | undefined, error: Error): SettingsFault | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const what = code === undefined ? undefined : faults[code];
  return node === undefined || what === undefined ? undefined : fault(node, what);
}

/**
 * That it is too old, where the runtime says so; else undefined.
 * @param said the sentences of runtime/src/cli/main.ts and run.ts
 */
export function oldNode(node: string | undefined, said: string): SettingsFault | undefined {
  const version = /^slight needs Node \d+ or newer\b.* and this is Node (\d+\.\d+\.\d+)/.exec(said)?.[1];
  return node === undefined || version === undefined
    ? undefined
    : fault(node, `which is Node ${version} and too old`);
}

const faults: Partial<Record<string, string>> = {
  ENOENT: 'which is not there',
  ENOTDIR: 'which is not there',
  EACCES: 'which is no program that may be run',
  EPERM: 'which is no program that may be run',
  EISDIR: 'which is no program that may be run',
  ENOEXEC: 'which is no program that may be run',
};

function fault(node: string, what: string): SettingsFault {
  const remedy =
    'Set it to the path of a Node, 24 or newer, or empty it: then the one inside VS Code is used.';
  return { message: `The setting ${nodeSetting} is ${node}, ${what}. ${remedy}`, setting: nodeSetting };
}
