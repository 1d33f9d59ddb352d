/**
 * configs.azapp: the key-values of an Azure App Configuration store, of one label. Read when they are asked for, and never
 * kept: what is changed there is seen at the next read.
 */
import { isUtf8 } from 'node:buffer';
import type { Configs } from '../../ports/configs.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { proxyOf } from '../../network.ts';
import { proxyOptionsOf, withoutProxyVariables } from '../azure/client.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { failure, isMissing } from './azapp/failure.ts';

export const provider: Provider<Configs> = { open: openAppConfiguration };

/** What a key-value is whose value is in Azure Key Vault. */
const vaultReference = /^application\/vnd\.microsoft\.appconfig\.keyvaultref\+json/i;

/** @param deadline for one call, its repetitions included, in milliseconds */
export async function openAppConfiguration(
  _name: string,
  configs: ConfigValues,
  { signal }: Pick<OpenContext, 'signal'>,
  deadline = 10_000,
): Promise<Configs & AsyncDisposable> {
  const endpoint = endpointOf(configs['AZAPPCONFIG_ENDPOINT'] ?? '');
  const { AZAPPCONFIG_KEYID: id = '', AZAPPCONFIG_KEYSECRET: secret = '' } = configs;
  if (id === '' || /[;]/.test(id)) throw wrong('AZAPPCONFIG_KEYID is no id of an access key.');
  if (secret === '' || !/^[A-Za-z0-9+/_-]+=*$/.test(secret))
    throw wrong('AZAPPCONFIG_KEYSECRET is no secret of an access key: those are in base64.');
  // of a key without a label, the label is null
  const label = configs['AZAPPCONFIG_LABEL'] || undefined;
  const { AppConfigurationClient } = await import('./azapp/library.ts');
  const proxy = proxyOf(endpoint);
  const client = withoutProxyVariables(
    () =>
      new AppConfigurationClient(`Endpoint=${endpoint.origin};Id=${id};Secret=${secret}`, {
        allowInsecureConnection: endpoint.protocol === 'http:',
        // one that restarts is waited for; one that is away is told of within a second
        retryOptions: { maxRetries: 2, retryDelayInMs: 100, maxRetryDelayInMs: 400 },
        ...(proxy && { proxyOptions: proxyOptionsOf(proxy) }),
      }),
  );

  const call = async <T>(work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> => {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
    try {
      return await work(abortSignal);
    } catch (error) {
      throw failure(error, endpoint.origin, deadline, signal);
    }
  };

  return {
    get: (key) =>
      // the client refuses an empty key with an error of its own
      key === ''
        ? Promise.resolve(undefined)
        : call(async (abortSignal) => {
            try {
              const found = await client.getConfigurationSetting(
                { key, ...(label && { label }) },
                { abortSignal },
              );
              return valueOf(found);
            } catch (error) {
              if (isMissing(error)) return undefined;
              throw error;
            }
          }),

    set: (key, value) =>
      call(async (abortSignal) => {
        if (key === '') throw new CapabilityError('invalid-value', 'the key is empty');
        if (!isUtf8(value))
          throw new CapabilityError('invalid-value', 'App Configuration keeps text, and this value is none');
        const text = Buffer.from(value).toString();
        await client.setConfigurationSetting({ key, value: text, ...(label && { label }) }, { abortSignal });
      }),

    all: () =>
      call(async (abortSignal) => {
        const values: [string, Uint8Array][] = [];
        const settings = client.listConfigurationSettings({
          labelFilter: label ? escaped(label) : '\0',
          abortSignal,
        });
        for await (const one of settings) values.push([one.key, valueOf(one)]);
        return values;
      }),

    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

interface Setting {
  readonly key: string;
  readonly value?: string;
  readonly contentType?: string;
}

function valueOf({ key, value = '', contentType = '' }: Setting): Uint8Array {
  if (vaultReference.test(contentType)) {
    throw new CapabilityError(
      'invalid-value',
      `The value of ${JSON.stringify(key)} is in Azure Key Vault, and App Configuration has only a reference to it, which slight does not follow. Put the value into the slightfile: slight secret -k ${key}`,
    );
  }
  return Buffer.from(value);
}

/** In a filter, `*`, `,` and `\` have a meaning. */
function escaped(label: string): string {
  return label.replace(/[*,\\]/g, '\\$&');
}

function endpointOf(text: string): URL {
  const url = URL.parse(text.trim());
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.username !== ''
  )
    throw wrong('AZAPPCONFIG_ENDPOINT is no endpoint of a store. Write it as https://my-store.azconfig.io.');
  return url;
}

function wrong(sentence: string): CapabilityError {
  return new CapabilityError('unexpected-error', sentence);
}
