/** SpiderLightning's HTTP server: `http` and `http-server` of legacy modules. */
import type { Route, Serving } from '../../ports/http.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { failing, withCase, withDescription } from '../failures.ts';
import type { Host } from '../host.ts';
import type { HostFunction } from '../values.ts';
import { HostResource } from '../values.ts';

class Router extends HostResource {
  readonly base: string;
  readonly routes: readonly Route[];

  constructor(base: string, routes: readonly Route[]) {
    super('router');
    this.base = base;
    this.routes = routes;
  }
}

class Server extends HostResource {
  readonly serving: Serving;

  constructor(serving: Serving) {
    super('server');
    this.serving = serving;
  }
}

const cases = ['invalid-url', 'timeout-error', 'protocol-error', 'status-error', 'unexpected-error'];

export const host: Host = {
  create(interfaceName, context) {
    const add = (method: Route['method']) => (router: Router, pattern: string, handler: string) =>
      new Router(router.base, [...router.routes, { method, pattern: router.base + pattern, handler }]);
    const functions: Record<string, HostFunction> = {
      '[static]router.new': () => new Router('', []),
      '[static]router.new-with-base': (base: string) => new Router(base, []),
      '[method]router.get': add('GET'),
      '[method]router.put': add('PUT'),
      '[method]router.post': add('POST'),
      '[method]router.delete': add('DELETE'),
      '[resource-drop]router': () => undefined,
      '[static]server.serve': async (address: string, { routes }: Router) => {
        if (!context.serve)
          throw new CapabilityError('unexpected-error', 'nothing is served here: a server is set up once');
        return new Server(await context.serve(address, routes));
      },
      '[method]server.stop': ({ serving }: Server) => serving.stop(),
      // the server goes on
      '[resource-drop]server': () => undefined,
    };
    const toValue = interfaceName === 'http' ? withDescription : withCase(cases);
    return { name: interfaceName, functions: failing(toValue, functions, { interfaceName, context }) };
  },
};
