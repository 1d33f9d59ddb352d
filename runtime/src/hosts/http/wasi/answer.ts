/** A request that a guest answers by wasi:http: what goes in, and what becomes of it. */
import type { Exchange } from '../../../ports/http.ts';
import type { HostResource } from '../../values.ts';
import { IncomingRequest } from './incoming.ts';
import { ResponseOutparam } from './outparam.ts';

/**
 * Has a guest answer a request by `handle` of wasi:http/incoming-handler. What it keeps of the request ends with it.
 * @param handle calls that with these arguments
 * @throws HttpFault where it gives no answer; what `handle` throws
 */
export async function answerByHandler(
  exchange: Exchange,
  handle: (args: readonly HostResource[]) => Promise<unknown>,
): Promise<void> {
  const request = new IncomingRequest(exchange);
  const outparam = new ResponseOutparam(exchange);
  try {
    await handle([request, outparam]);
  } finally {
    request.close();
    outparam.close();
  }
  await outparam.whenSent();
}
