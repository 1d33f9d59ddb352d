/** wasi:http/types@0.2: messages, their fields and bodies, as resources that the guest holds. */
import type { Exchange, Fields, OutgoingBody } from '../../ports/http.ts';
import type { Host } from '../host.ts';
import { InputStream, OutputStream } from '../streams.ts';
import type { HostFunction } from '../values.ts';
import { HostResource, WitError } from '../values.ts';

class FieldsResource extends HostResource {
  readonly list: Fields;

  constructor(list: Fields) {
    super('fields');
    this.list = list;
  }
}

/** A request that came in. */
export class IncomingRequest extends HostResource {
  readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    super('incoming-request');
    this.exchange = exchange;
  }
}

class IncomingBodyResource extends HostResource {
  readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    super('incoming-body');
    this.exchange = exchange;
  }
}

/** Where the guest puts its answer. */
export class ResponseOutparam extends HostResource {
  readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    super('response-outparam');
    this.exchange = exchange;
  }
}

class OutgoingResponse extends HostResource {
  status = 200;
  readonly headers: FieldsResource;
  readonly body = new OutgoingBodyResource();

  constructor(headers: FieldsResource) {
    super('outgoing-response');
    this.headers = headers;
  }
}

class OutgoingBodyResource extends HostResource {
  to: OutgoingBody | undefined;
  readonly early: Uint8Array[] = [];

  constructor() {
    super('outgoing-body');
  }

  begin(to: OutgoingBody): void {
    this.to = to;
    for (const bytes of this.early) to.output.write(bytes);
  }
}

const methods = ['get', 'head', 'post', 'put', 'delete', 'connect', 'options', 'trace', 'patch'];

const functions: Record<string, HostFunction> = {
  '[constructor]fields': () => new FieldsResource([]),
  '[static]fields.from-list': (entries: readonly (readonly [string, Uint8Array])[]) =>
    new FieldsResource(entries.map(([name, value]) => [name, Buffer.from(value).toString('latin1')])),
  '[resource-drop]fields': () => undefined,
  '[method]incoming-request.method': ({ exchange }: IncomingRequest) => {
    const tag = exchange.method.toLowerCase();
    return methods.includes(tag) ? { tag } : { tag: 'other', val: exchange.method };
  },
  '[method]incoming-request.path-with-query': ({ exchange }: IncomingRequest) => exchange.target,
  '[method]incoming-request.headers': ({ exchange }: IncomingRequest) => new FieldsResource(exchange.headers),
  '[method]incoming-request.consume': ({ exchange }: IncomingRequest) => new IncomingBodyResource(exchange),
  '[resource-drop]incoming-request': () => undefined,
  '[method]incoming-body.stream': ({ exchange }: IncomingBodyResource) =>
    new InputStream(exchange.body.input),
  '[resource-drop]incoming-body': () => undefined,
  '[constructor]outgoing-response': (headers: FieldsResource) => new OutgoingResponse(headers),
  '[method]outgoing-response.set-status-code': (response: OutgoingResponse, status: number) => {
    response.status = status;
  },
  '[method]outgoing-response.body': ({ body }: OutgoingResponse) => body,
  '[resource-drop]outgoing-response': () => undefined,
  '[static]response-outparam.set': (
    { exchange }: ResponseOutparam,
    result: { tag: 'ok'; val: OutgoingResponse } | { tag: 'err'; val: { tag: string } },
  ) => {
    if (result.tag === 'err') throw new WitError(result.val, result.val.tag);
    const { status, headers, body } = result.val;
    body.begin(exchange.respond(status, headers.list));
  },
  '[resource-drop]response-outparam': () => undefined,
  '[method]outgoing-body.write': (body: OutgoingBodyResource) =>
    new OutputStream({
      write: (bytes) => (body.to ? body.to.output.write(bytes) : void body.early.push(bytes)),
    }),
  '[static]outgoing-body.finish': (body: OutgoingBodyResource) => void body.to?.finish(),
  '[resource-drop]outgoing-body': () => undefined,
};

export const host: Host = {
  create: (interfaceName) => ({ name: interfaceName, functions }),
};
