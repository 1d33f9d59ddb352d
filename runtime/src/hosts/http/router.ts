/** SpiderLightning's HTTP server: `http` and `http-server` of legacy modules. */
import type { Route, Serving } from '../../ports/http.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { failing, withCase, withDescription } from '../failures.ts';
import type { Host } from '../host.ts';
import type { HostFunction } from '../values.ts';
import { HostResource } from '../values.ts';

/**
 * Which handler answers which request. In slight a router never changed: `get` gave a new one, with a route more. A guest
 * that goes on with the old one, and forgets the new, means that one to have the route; so it has it, unless the new one
 * is used too, as where two servers have some routes in common. Which it is, is known when all is set up.
 */
class Router extends HostResource {
  readonly base: string;
  readonly #from: Router | undefined;
  readonly #route: Route | undefined;
  readonly #next: Router[] = [];
  #isUsed = false;

  constructor(base: string, from?: Router, route?: Route) {
    super('router');
    this.base = base;
    this.#from = from;
    this.#route = route;
  }

  with(route: Route): Router {
    this.#isUsed = true;
    const next = new Router(this.base, this, route);
    this.#next.push(next);
    return next;
  }

  use(): void {
    this.#isUsed = true;
  }

  /** In the order in which they were added; `until`: only those before that one was. */
  routes(until?: Router): readonly Route[] {
    const end = until ? this.#next.indexOf(until) : this.#next.length;
    const forgotten = this.#next.slice(0, end).filter((next) => !next.#isUsed);
    const own = [this, ...forgotten].flatMap((each) => each.#route ?? []);
    return [...(this.#from?.routes(this) ?? []), ...own];
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
      router.with({ method, pattern: joined(router.base, pattern), handler });
    const functions: Record<string, HostFunction> = {
      '[static]router.new': () => new Router(''),
      '[static]router.new-with-base': (base: string) => new Router(pathOf(base)),
      '[method]router.get': add('GET'),
      '[method]router.put': add('PUT'),
      '[method]router.post': add('POST'),
      '[method]router.delete': add('DELETE'),
      '[resource-drop]router': () => undefined,
      '[static]server.serve': (address: string, router: Router) => {
        if (!context.serve) {
          throw new CapabilityError(
            'unexpected-error',
            'nothing is served from here: servers are set up once, before the first request',
          );
        }
        router.use();
        return new Server(context.serve(address, () => router.routes()));
      },
      '[method]server.stop': ({ serving }: Server) => serving.stop(),
      // the server goes on
      '[resource-drop]server': () => undefined,
    };
    const toValue = interfaceName === 'http' ? withDescription : withCase(cases);
    return { name: interfaceName, functions: failing(toValue, functions, { interfaceName, context }) };
  },
};

/** A route under a base. In slight one without a slash before it was there for no path at all. */
function joined(base: string, route: string): string {
  const isWhole = route.startsWith('/') || (base === '' && route.startsWith('*'));
  return isWhole ? base + route : `${base}/${route}`;
}

/**
 * The path that a base stands for, without a slash at its end: `/api`, or that of a URL.
 * @throws CapabilityError where it has none
 */
function pathOf(base: string): string {
  const path = /^https?:/i.test(base) ? URL.parse(base)?.pathname : base;
  if (path === undefined || !/^(\/[^?#]*)?$/.test(path)) {
    throw new CapabilityError(
      'invalid-url',
      `"${base}" is no base of routes: give a path that begins with a slash, such as /api`,
    );
  }
  return path.replace(/\/$/, '');
}
