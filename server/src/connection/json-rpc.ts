/**
 * JSON-RPC 2.0 as LSP has it (LSP 3.17, "Base Protocol"): requests and notifications both ways, and cancellation. It is
 * written out here because an editor waits for the server to start: vscode-jsonrpc takes a tenth of that.
 */

/** What carries messages, each of them whole. */
export interface Carrier {
  readonly send: (message: object) => void;
  readonly listen: (onMessage: (message: unknown) => void) => void;
  /** Calls back once what was sent is out, or the client takes nothing of it any more. */
  readonly whenSent: (done: () => void) => void;
}

/** Tells a running answer that nobody waits for it any more. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  /** Set by an answer that waits for something; called when nobody waits for it any more. */
  onCancelled?: () => void;
}

export interface Handlers {
  /** Its result, or the promise of one, is the answer; a `ResponseError` that it returns or throws is told as one. */
  readonly request: (method: string, params: unknown, token: CancellationToken) => unknown;
  readonly notification: (method: string, params: unknown) => void;
}

export interface Connection {
  readonly sendNotification: (method: string, params?: unknown) => void;
  /** Rejects with a `ResponseError` where the client refuses. */
  readonly sendRequest: (method: string, params?: unknown) => Promise<unknown>;
}

export class ResponseError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** JSON-RPC's own, and those of LSP's that a server here tells. */
export const errorCodes = {
  invalidRequest: -32600,
  invalidParams: -32602,
  methodNotFound: -32601,
  internalError: -32603,
  serverNotInitialized: -32002,
  contentModified: -32801,
  requestCancelled: -32800,
  requestFailed: -32803,
} as const;

type Id = number | string;

/** A message of any of the kinds; what has neither a method nor an id is none. */
interface Message {
  readonly id?: Id | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Token extends CancellationToken {
  isCancellationRequested: boolean;
}

/**
 * Answers a client. Messages are taken one each turn of the event loop, so that what has come meanwhile can overtake:
 * a request that is cancelled before its turn is not looked at.
 */
export function connect(carrier: Carrier, handlers: Handlers): Connection {
  const waiting: Message[] = [];
  const running = new Map<Id, Token>();
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let isTaking = false;
  let count = 0;

  const refuse = (id: Id, code: number, message: string): void =>
    carrier.send({ jsonrpc: '2.0', id, error: { code, message } });

  const answer = async (id: Id, method: string, params: unknown): Promise<void> => {
    const token: Token = { isCancellationRequested: false };
    running.set(id, token);
    try {
      const result: unknown = await handlers.request(method, params, token);
      if (result instanceof ResponseError) throw result;
      carrier.send({ jsonrpc: '2.0', id, result: result ?? null });
    } catch (error) {
      if (error instanceof ResponseError) refuse(id, error.code, error.message);
      else refuse(id, errorCodes.internalError, `Request ${method} failed: ${String(error)}`);
    } finally {
      running.delete(id);
    }
  };

  const cancel = (id: Id | undefined): void => {
    if (id === undefined) return;
    const at = waiting.findIndex((message) => message.id === id && message.method !== undefined);
    const token = running.get(id);
    if (token) token.isCancellationRequested = true;
    token?.onCancelled?.();
    if (at === -1) return;
    waiting.splice(at, 1);
    refuse(id, errorCodes.requestCancelled, 'The request was cancelled.');
  };

  /** There is nobody to tell of a fault, and it must not be what ends the process. */
  const notify = (method: string, params: unknown): void => {
    try {
      handlers.notification(method, params);
    } catch (error) {
      process.stderr.write(`Notification ${method} failed: ${String(error)}\n`);
    }
  };

  const settle = ({ id, result, error }: Message): void => {
    if (typeof id !== 'number') return;
    const request = asked.get(id);
    asked.delete(id);
    if (error) request?.reject(new ResponseError(error.code, error.message));
    else request?.resolve(result);
  };

  const take = (): void => {
    const message = waiting.shift();
    isTaking = message !== undefined;
    if (!message) return;
    setImmediate(take);
    const { id, method, params } = message;
    if (method === undefined) settle(message);
    else if (id === undefined || id === null) notify(method, params);
    else void answer(id, method, params);
  };

  carrier.listen((given) => {
    if (!isMessage(given)) return;
    if (given.method === '$/cancelRequest') {
      cancel((given.params as { readonly id?: Id } | undefined)?.id);
      return;
    }
    waiting.push(given);
    if (isTaking) return;
    isTaking = true;
    setImmediate(take);
  });

  return {
    sendNotification: (method, params) => carrier.send({ jsonrpc: '2.0', method, params }),
    sendRequest: (method, params) => {
      const id = ++count;
      const request = Promise.withResolvers<unknown>();
      asked.set(id, request);
      carrier.send({ jsonrpc: '2.0', id, method, params });
      return request.promise;
    },
  };
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { id, method } = value as Message;
  return method === undefined ? id !== undefined : typeof method === 'string';
}
