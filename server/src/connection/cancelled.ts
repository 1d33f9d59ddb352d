/** Requests that nobody waits for any more. */
import type { ResponseMessage } from 'vscode-languageserver';
import { LSPErrorCodes, Message, ResponseError } from 'vscode-languageserver';

/** The answer to any of them. */
export function cancelled(): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** One that is cancelled before its turn is not looked at. */
export function cancelledBeforeItsTurn(message: Message): ResponseMessage | undefined {
  if (!Message.isRequest(message)) return undefined;
  return { jsonrpc: message.jsonrpc, id: message.id, error: cancelled().toJson() };
}
