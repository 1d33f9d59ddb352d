import { allows, readAllowedHosts } from '@slight/slightfile/values/allowed-hosts.ts';
import { CapabilityError } from '../../ports/errors.ts';
import type { Fields } from '../../ports/http.ts';
import { HttpClientError } from '../../ports/http-client.ts';
import type { HttpClient } from '../../ports/http-client.ts';
import type { Provider } from '../provider.ts';
import { createConnections } from './connections.ts';
import { exchange } from './exchange.ts';

/** How many requests of an app may be under way at once: each is a connection, of which a process has not many more. */
const most = 512;

/** http-client: any server, or those that ALLOWED_HOSTS names, by undici. */
export const provider: Provider<HttpClient> = {
  open(_name, { ALLOWED_HOSTS: hosts }, { traceFields }) {
    const allowed = readAllowedHosts(hosts ?? '*');
    if (typeof allowed === 'string')
      throw new CapabilityError('unexpected-error', `ALLOWED_HOSTS ${allowed}.`);
    const connections = createConnections();
    let underWay = 0;
    const refuse = ({ method, url }: { readonly method: string; readonly url: URL }) => {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        return new HttpClientError(
          'invalid-url',
          `A request goes to an http: or https: URL, and not to ${url.protocol}`,
        );
      if (method === 'CONNECT')
        return new HttpClientError('invalid-method', 'CONNECT makes a tunnel, which a guest cannot have.');
      if (!allows(allowed, url))
        return new HttpClientError('denied', `${url.host} is none of the ALLOWED_HOSTS of http-client`);
      if (underWay >= most)
        return new HttpClientError('connection-limit', `The app has ${most} requests under way already.`);
      return undefined;
    };
    return Promise.resolve({
      send(request, options = {}) {
        const refusal = refuse(request);
        const dispatcher = refusal ? Promise.reject(refusal) : connections.to(request.url);
        underWay += 1;
        const headers = withTrace(request.headers, traceFields);
        return exchange(dispatcher, { ...request, headers }, options, () => (underWay -= 1));
      },
      [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
    });
  },
};

/** The same, and of which trace it is, where the guest does not say so itself. */
function withTrace(headers: Fields, traceFields: () => Fields): Fields {
  if (headers.some(([name]) => name.toLowerCase() === 'traceparent')) return headers;
  const fields = traceFields();
  return fields.length === 0
    ? headers
    : [...headers.filter(([name]) => name.toLowerCase() !== 'tracestate'), ...fields];
}
