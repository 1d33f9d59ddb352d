/** Capabilities that are ports of the test's own. */
import type { HostContext } from '@slight/runtime/hosts/host.ts';
import type { PortName, Ports } from '@slight/runtime/ports/ports.ts';
import { UndeclaredCapability } from '@slight/runtime/ports/errors.ts';

/** Of a test whose hosts do not call their guest. */
export const notCalled: HostContext['call'] = () =>
  Promise.reject(new Error('no host of this test calls its guest'));

/** Opens what is in the table, by port and name. */
export function opener(table: {
  readonly [N in PortName]?: Readonly<Record<string, Ports[N]>>;
}): HostContext {
  return {
    open<N extends PortName>(port: N, name: string): Promise<Ports[N]> {
      const found: Ports[N] | undefined = table[port]?.[name];
      if (!found)
        return Promise.reject(new UndeclaredCapability(`no ${port} capability named "${name}" is declared`));
      return Promise.resolve(found);
    },
    call: notCalled,
  };
}
