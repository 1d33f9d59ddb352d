/** The last error that a capability gave a guest, as it is told where the guest then fails. */
import type { Failure } from '../hosts/host.ts';
import type { LastError } from '../trace/events.ts';

export function lastError({ name, ...failure }: Failure): LastError {
  return { ...failure, ...(name !== undefined && { name }) };
}
