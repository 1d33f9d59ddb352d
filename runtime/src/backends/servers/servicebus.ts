/** Azure Service Bus, behind messaging.azsbus: a namespace, or the emulator that somebody has started. */
import { accountOf, emulatorOf } from '../../providers/messaging/azsbus/account.ts';
import type { ConfigValues } from '../../providers/provider.ts';
import { urlHost } from '../address.ts';
import { orWrong } from '../backend.ts';
import type { Target, UnstartedBackend } from '../backend.ts';

/** The emulator's own, the same on every machine and published by Microsoft: no secret. */
const wellKnown = {
  AZURE_SERVICE_BUS_NAMESPACE: 'sbemulatorns',
  AZURE_POLICY_NAME: 'RootManageSharedAccessKey',
  AZURE_POLICY_KEY: 'SAS_KEY_VALUE',
};

export const backend: UnstartedBackend = {
  id: 'servicebus',
  title: 'Service Bus',
  unstarted:
    'Slight does not start the emulator of Service Bus, which wants an SQL Server beside it and terms accepted. Start it yourself, and name it in AZURE_SERVICE_BUS_ENDPOINT.',
  target,
  configs: (address, configs) => ({
    ...wellKnown,
    ...given(configs),
    AZURE_SERVICE_BUS_ENDPOINT:
      configs['AZURE_SERVICE_BUS_ENDPOINT'] || `${urlHost(address.host)}:${address.port}`,
  }),
};

function target(configs: ConfigValues): Target {
  return orWrong(() => {
    const emulator = emulatorOf(configs);
    if (emulator) return { kind: 'local', address: emulator, tls: false };
    if (!Object.keys(wellKnown).some((key) => key in given(configs))) return { kind: 'none' };
    accountOf(configs);
    return { kind: 'elsewhere' };
  });
}

/** A variable of the environment that is set and empty says nothing. */
function given(configs: ConfigValues): ConfigValues {
  return Object.fromEntries(Object.entries(configs).filter(([, value]) => value.trim() !== ''));
}
