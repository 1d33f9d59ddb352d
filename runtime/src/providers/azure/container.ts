/** A container of an Azure storage account: made where it is not there, and called with a deadline. */
import type { ContainerClient } from '@azure/storage-blob';
import type { ConfigValues, OpenContext } from '../provider.ts';
import { accountOf, requireContainerName } from './account.ts';
import { clientOf } from './client.ts';
import { failure, isWithoutContainer } from './failure.ts';
import type { AzureWords } from './failure.ts';

export interface AzureContainer {
  readonly client: ContainerClient;
  /**
   * Makes a call, which ends by the signal that it is given; it is made again where the container was deleted meanwhile.
   * @throws CapabilityError where it fails
   */
  readonly run: <T>(call: (abortSignal: AbortSignal) => Promise<T>) => Promise<T>;
  /** What a call threw, as the capability's error. */
  readonly failure: (error: unknown) => Error;
}

export interface AzureOptions {
  readonly words: AzureWords;
  /** Milliseconds for one call, its retries included. */
  readonly deadline: number;
}

/** Milliseconds for one call where nothing says less. */
export const usualDeadline = 30_000;

/** Opens the container of that name in the account that the configs name. */
export async function openContainer(
  name: string,
  configs: ConfigValues,
  { signal }: Pick<OpenContext, 'signal'>,
  { words, deadline }: AzureOptions,
): Promise<AzureContainer> {
  requireContainerName(name, words);
  const account = accountOf(configs);
  const { service, proxy } = await clientOf(account);
  const client = service.getContainerClient(name);
  const toFailure = (error: unknown) =>
    failure(error, { place: { endpoint: account.endpoint, proxy }, words, signal });

  const run = async <T>(call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> => {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
    try {
      return await call(abortSignal).catch(async (error: unknown) => {
        if (!isWithoutContainer(error)) throw error;
        // somebody deleted it, or the emulator was started anew
        await client.createIfNotExists({ abortSignal });
        return call(abortSignal);
      });
    } catch (error) {
      throw toFailure(error);
    }
  };

  await run((abortSignal) => client.createIfNotExists({ abortSignal }));
  return { client, run, failure: toFailure };
}

/** The names of the blobs of a container that begin with a prefix, as they are stored, read page by page. */
export async function* blobsOf({ client, run }: AzureContainer, prefix = ''): AsyncGenerator<string> {
  let continuationToken: string | undefined;
  do {
    const token = continuationToken;
    const page = await run((abortSignal) => nextPage(client, prefix, token, abortSignal));
    yield* page.names;
    continuationToken = page.continuationToken;
  } while (continuationToken !== undefined);
}

async function nextPage(
  client: ContainerClient,
  prefix: string,
  continuationToken: string | undefined,
  abortSignal: AbortSignal,
): Promise<{ names: string[]; continuationToken: string | undefined }> {
  const pages = client
    .listBlobsFlat({ abortSignal, ...(prefix !== '' && { prefix }) })
    .byPage({ maxPageSize: 5000, ...(continuationToken !== undefined && { continuationToken }) });
  const step = await pages.next();
  if (step.done === true) return { names: [], continuationToken: undefined };
  const { segment, continuationToken: next } = step.value;
  return {
    names: segment.blobItems.map(({ name }) => name),
    continuationToken: next === '' ? undefined : next,
  };
}
