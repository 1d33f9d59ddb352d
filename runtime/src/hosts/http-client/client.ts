/** The client behind a guest's interface. */
import { UndeclaredCapability } from '../../ports/errors.ts';
import { HttpClientError } from '../../ports/http-client.ts';
import type { HttpClient } from '../../ports/http-client.ts';
import type { HostContext } from '../host.ts';

/** @throws HttpClientError, `denied`, where the slightfile does not let the guest have one; CapabilityError */
export async function clientOf({ open }: Pick<HostContext, 'open'>): Promise<HttpClient> {
  try {
    return await open('http-client', '');
  } catch (error) {
    if (error instanceof UndeclaredCapability) throw new HttpClientError('denied', error.message);
    throw error;
  }
}
