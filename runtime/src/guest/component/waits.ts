/** Which functions of interfaces may make the guest wait. */
import { isSystem, rowOf } from '@slight/slightfile/interfaces.ts';

/** Whether the guest is to be paused at a call of the function, so that its host can wait for something. */
export function mayWait(interfaceName: string, name: string): boolean {
  if (name.startsWith('[resource-drop]')) return false;
  const waits = rowOf(interfaceName)?.waits;
  return waits ? waits.includes(name) : !isSystem(interfaceName);
}
