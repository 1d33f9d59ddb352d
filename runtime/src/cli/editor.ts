/** The editor that started a command, where one did. */
import type { Served } from '../app/served.ts';
import type { Answers, Channel, ServedCapability } from '../channel.ts';
import { Mistake } from '../mistake.ts';
import type { Masking } from '../trace/masking/masking.ts';
import type { Signals } from './signals.ts';

/**
 * Opens what `--channel` names: the descriptor of a pipe that goes both ways.
 * @throws Mistake where it is none
 */
export async function openEditor(
  descriptor: string | undefined,
  masking: Masking,
): Promise<Channel | undefined> {
  if (descriptor === undefined) return undefined;
  if (!/^\d{1,9}$/.test(descriptor)) {
    throw new Mistake('usage', `--channel ${descriptor} is no number of a descriptor. Leave it out.`);
  }
  // loaded here: who works in a terminal has no use for it
  const { openChannel } = await import('../channel.ts');
  return openChannel(Number(descriptor), masking);
}

/** @param served what serves the capabilities; more may come */
export function answersOf(stop: Pick<Signals, 'interrupt'>, served: readonly Served[]): Answers {
  return {
    stop() {
      // once it is answered
      setImmediate(() => stop.interrupt());
      return null;
    },
    capabilities: () => served.map(capabilityOf),
  };
}

function capabilityOf({ declaration, resource, rung, address, folder }: Served): ServedCapability {
  return {
    resource: declaration.resource.id,
    name: declaration.name,
    by: resource,
    rung,
    ...(address !== undefined && { address }),
    ...(folder !== undefined && { folder }),
  };
}
