/** What goes out by wasi:http: a response, or a request with its options, and the response that is waited for. */
import type { Fields } from '../../../ports/http.ts';
import { Pollable } from '../../pollable.ts';
import type { HostFunction } from '../../values.ts';
import { HostResource, allAre } from '../../values.ts';
import { errorCodeOf } from './error-code.ts';
import type { ErrorCode } from './error-code.ts';
import type { FieldsResource } from './fields.ts';
import type { IncomingResponse } from './incoming.ts';
import { OutgoingBodyResource, contentLength } from './outgoing-body.ts';
import { isAuthority, isMethod, isPath, isScheme } from './request-line.ts';
import type { Method, Scheme } from './request-line.ts';
import { err, refused } from './results.ts';

abstract class OutgoingMessage extends HostResource {
  readonly fields: FieldsResource;
  /** Undefined where the guest did not ask for it: the message has none. */
  body: OutgoingBodyResource | undefined;

  constructor(fields: FieldsResource) {
    super();
    this.fields = fields.freeze();
  }

  get headers(): Fields {
    return this.fields.list;
  }

  takeBody(message: 'request' | 'response'): OutgoingBodyResource {
    if (this.body) throw refused('the body was given before');
    return (this.body = new OutgoingBodyResource(message, contentLength(this.fields)));
  }
}

export class OutgoingResponse extends OutgoingMessage {
  static {
    allAre(this, 'outgoing-response');
  }

  status = 200;
}

/** A request that the guest makes: outgoing-handler sends it. */
export class OutgoingRequest extends OutgoingMessage {
  static {
    allAre(this, 'outgoing-request');
  }

  method: Method = { tag: 'get' };
  scheme: Scheme | undefined;
  authority: string | undefined;
  pathWithQuery: string | undefined;
}

/** The response to a request that is on its way. */
export class FutureIncomingResponse extends HostResource {
  static {
    allAre(this, 'future-incoming-response');
  }

  readonly #settled: Promise<void>;
  readonly #cancel: () => void;
  #outcome:
    | { readonly tag: 'ok'; readonly val: IncomingResponse }
    | { readonly tag: 'err'; readonly val: ErrorCode }
    | undefined;
  #state: 'awaited' | 'taken' | 'dropped' = 'awaited';

  /**
   * @param response rejects with what `errorCodeOf` knows (error-code.ts)
   * @param cancel called where the guest gives it up before it is there
   */
  constructor(response: Promise<IncomingResponse>, cancel: () => void) {
    super();
    this.#cancel = cancel;
    this.#settled = response.then(
      (val) => {
        this.#outcome = { tag: 'ok', val };
        if (this.#state === 'dropped') val.close();
      },
      (error: unknown) => void (this.#outcome = { tag: 'err', val: errorCodeOf(error) }),
    );
  }

  /** `option<result<result<incoming-response, error-code>>>` */
  get(): unknown {
    if (!this.#outcome) return undefined;
    if (this.#state !== 'awaited') return err(undefined);
    this.#state = 'taken';
    return { tag: 'ok', val: this.#outcome };
  }

  subscribe(): Pollable {
    return new Pollable(
      () => this.#outcome !== undefined,
      (given) => settledOr(given, this.#settled),
    );
  }

  drop(): void {
    const wasAwaited = this.#state === 'awaited';
    this.#state = 'dropped';
    if (!wasAwaited) return;
    if (!this.#outcome) this.#cancel();
    else if (this.#outcome.tag === 'ok') this.#outcome.val.close();
  }
}

async function settledOr(given: AbortSignal, settled: Promise<void>): Promise<void> {
  if (given.aborted) return;
  const end = Promise.withResolvers<undefined>();
  given.addEventListener('abort', () => end.resolve(undefined), { once: true });
  await Promise.race([settled, end.promise]);
}

export const outgoingFunctions: Record<string, HostFunction> = {
  '[constructor]outgoing-response': (fields: FieldsResource) => new OutgoingResponse(fields),
  '[method]outgoing-response.status-code': ({ status }: OutgoingResponse) => status,
  '[method]outgoing-response.set-status-code': (response: OutgoingResponse, status: number) => {
    // what comes before 200 is no answer yet (RFC 9110, 15.2)
    if (status < 200 || status > 999) throw refused(`no answer has the status ${status}`);
    response.status = status;
  },
  '[method]outgoing-response.headers': ({ fields }: OutgoingResponse) => fields.shared(),
  '[method]outgoing-response.body': (response: OutgoingResponse) => response.takeBody('response'),
  '[resource-drop]outgoing-response': () => undefined,

  '[constructor]outgoing-request': (fields: FieldsResource) => new OutgoingRequest(fields),
  '[method]outgoing-request.body': (request: OutgoingRequest) => request.takeBody('request'),
  '[method]outgoing-request.method': ({ method }: OutgoingRequest) => method,
  '[method]outgoing-request.set-method': (request: OutgoingRequest, method: Method) => {
    if (!isMethod(method)) throw refused('this is no method');
    request.method = method;
  },
  '[method]outgoing-request.path-with-query': ({ pathWithQuery }: OutgoingRequest) => pathWithQuery,
  '[method]outgoing-request.set-path-with-query': (request: OutgoingRequest, path: string | undefined) => {
    if (path !== undefined && !isPath(path)) throw refused('this is no path');
    request.pathWithQuery = path;
  },
  '[method]outgoing-request.scheme': ({ scheme }: OutgoingRequest) => scheme,
  '[method]outgoing-request.set-scheme': (request: OutgoingRequest, scheme: Scheme | undefined) => {
    if (scheme && !isScheme(scheme)) throw refused('this is no scheme');
    request.scheme = scheme;
  },
  '[method]outgoing-request.authority': ({ authority }: OutgoingRequest) => authority,
  '[method]outgoing-request.set-authority': (request: OutgoingRequest, authority: string | undefined) => {
    if (authority !== undefined && !isAuthority(authority)) throw refused('this is no authority');
    request.authority = authority;
  },
  '[method]outgoing-request.headers': ({ fields }: OutgoingRequest) => fields.shared(),
  '[resource-drop]outgoing-request': () => undefined,

  '[method]future-incoming-response.subscribe': (future: FutureIncomingResponse) => future.subscribe(),
  '[method]future-incoming-response.get': (future: FutureIncomingResponse) => future.get(),
  '[resource-drop]future-incoming-response': (future: FutureIncomingResponse) => future.drop(),

  '[method]outgoing-body.write': (body: OutgoingBodyResource) => body.stream(),
  '[static]outgoing-body.finish': (body: OutgoingBodyResource, trailers: FieldsResource | undefined) =>
    body.finish(trailers),
  '[resource-drop]outgoing-body': (body: OutgoingBodyResource) => body.drop(),
};
