/** What the backends of AWS's resources have in common: where configs point, and what emulators take for a login. */
import { accessOf } from '../providers/aws/access.ts';
import type { ConfigValues } from '../providers/provider.ts';
import { hostOf, isLocal, urlHost } from './address.ts';
import { orWrong } from './backend.ts';
import type { Address, Target } from './backend.ts';

/** An emulator looks at none of it. */
const anybody = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };

/** Keys without an endpoint are for AWS itself. */
export function awsTarget(resource: string, configs: ConfigValues): Target {
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = configs;
  const elsewhere = () =>
    orWrong(() => {
      accessOf(resource, configs);
      return { kind: 'elsewhere' };
    });
  if (!endpoint) return id || secret ? elsewhere() : { kind: 'none' };
  const url = URL.parse(endpoint);
  if (!url || !/^https?:$/.test(url.protocol) || !isLocal(hostOf(url))) return elsewhere();
  const tls = url.protocol === 'https:';
  const address = { host: hostOf(url), port: url.port === '' ? (tls ? 443 : 80) : Number(url.port) };
  return { kind: 'local', address, tls };
}

/** The configs that make a provider use an emulator at this address. */
export function awsConfigs({ host, port }: Address, configs: ConfigValues): ConfigValues {
  // a variable of the environment that is set and empty says nothing
  const given = Object.entries(configs).filter(([, value]) => value.trim() !== '');
  return {
    ...anybody,
    ...Object.fromEntries(given),
    AWS_ENDPOINT_URL: configs['AWS_ENDPOINT_URL'] || `http://${urlHost(host)}:${port}`,
  };
}
