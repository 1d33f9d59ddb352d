/** A guest that serves HTTP by wasi:http: hello, what is in a store, or what it is sent. */
import { Fields, OutgoingBody, OutgoingResponse, ResponseOutparam } from 'wasi:http/types@0.2.12';
import { open } from 'wasi:keyvalue/store@0.2.0-draft2';

export const incomingHandler = {
  handle(request, answer) {
    const response = new OutgoingResponse(new Fields());
    const body = response.body();
    ResponseOutparam.set(answer, { tag: 'ok', val: response });
    const output = body.write();
    switch (request.pathWithQuery()) {
      case '/keyvalue':
        output.blockingWriteAndFlush(open('bench').get('key'));
        break;
      case '/echo':
        echo(request.consume().stream(), output);
        break;
      default:
        output.blockingWriteAndFlush(new TextEncoder().encode('hello'));
    }
    OutgoingBody.finish(body, undefined);
  },
};

function echo(input, output) {
  try {
    for (;;) output.blockingWriteAndFlush(input.blockingRead(65536));
  } catch (error) {
    if (error.payload?.tag !== 'closed') throw error;
  }
}
