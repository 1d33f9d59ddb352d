/** `response-outparam` of wasi:http: where the guest puts its answer, and what becomes of it. */
import { HttpFault } from '../../../ports/http.ts';
import type { Exchange } from '../../../ports/http.ts';
import type { HostFunction } from '../../values.ts';
import { HostResource, allAre } from '../../values.ts';
import { statusOf } from './error-code.ts';
import type { ErrorCode } from './error-code.ts';
import type { FieldsResource } from './fields.ts';
import type { OutgoingBodyResource } from './outgoing-body.ts';
import type { OutgoingResponse } from './outgoing.ts';
import { failed } from './results.ts';

type Answer =
  { readonly tag: 'ok'; readonly val: OutgoingResponse } | { readonly tag: 'err'; readonly val: ErrorCode };

export class ResponseOutparam extends HostResource {
  static {
    allAre(this, 'response-outparam');
  }

  #exchange: Exchange | undefined;
  #error: ErrorCode | undefined;
  /** Why the answer could not be sent. */
  #failure: Error | undefined;
  #body: OutgoingBodyResource | undefined;
  /** Of an answer without a body. */
  #sent: Promise<void> | undefined;

  constructor(exchange: Exchange) {
    super();
    this.#exchange = exchange;
  }

  set(answer: Answer): void {
    const exchange = this.#exchange;
    // one that the guest kept from a request that is over
    if (!exchange) {
      if (answer.tag === 'ok') answer.val.body?.close();
    } else if (answer.tag === 'err') this.#error = answer.val;
    else this.#respond(exchange, answer.val);
  }

  inform(status: number, headers: FieldsResource): void {
    // 101 would make another protocol of the connection
    if (status < 100 || status > 199 || status === 101) throw failed({ tag: 'HTTP-protocol-error' });
    this.#exchange?.inform(status, headers.freeze().list);
  }

  /** The guest has returned, or was ended: nothing of the answer comes any more. */
  close(): void {
    this.#exchange = undefined;
    this.#body?.close();
  }

  /**
   * Settles when the answer has gone out.
   * @throws HttpFault where there is none, or not all of it
   */
  async whenSent(): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#error) {
      const { tag, val } = this.#error;
      const detail = typeof val === 'string' ? `${tag}: ${val}` : tag;
      throw new HttpFault(statusOf(this.#error), `The app could not answer: ${tag}.`, [], {
        cause: new Error(`The guest answered with the error ${detail}.`),
      });
    }
    if (this.#body) {
      if (!(await this.#body.whenSent()))
        throw new HttpFault(500, 'The guest returned before it had finished the body of its answer.');
    } else if (this.#sent) await this.#sent;
    else throw new HttpFault(500, 'The guest gave no answer.');
  }

  #respond(exchange: Exchange, { status, headers, body }: OutgoingResponse): void {
    this.#body = body;
    try {
      const to = exchange.respond(status, headers);
      if (body) body.begin(to, exchange.method === 'HEAD' || status === 204 || status === 304);
      else this.#sent = to.finish();
      // told to who asks for it
      this.#sent?.catch(() => undefined);
    } catch (error) {
      // not to the guest, which goes on: what it writes to the body is closed
      this.#failure = error as Error;
      body?.close();
    }
  }
}

export const outparamFunctions: Record<string, HostFunction> = {
  '[static]response-outparam.set': (outparam: ResponseOutparam, answer: Answer) => outparam.set(answer),
  '[method]response-outparam.send-informational': (
    outparam: ResponseOutparam,
    status: number,
    headers: FieldsResource,
  ) => outparam.inform(status, headers),
  '[resource-drop]response-outparam': () => undefined,
};
