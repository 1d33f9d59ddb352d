// The guest: one function answers every request. That it may be reached is said in the slightfile.
import { Fields, OutgoingBody, OutgoingResponse, ResponseOutparam } from 'wasi:http/types@0.2.12';

const encoder = new TextEncoder();

export const incomingHandler = {
  handle(request, answer) {
    const name = decodeURIComponent(request.pathWithQuery().slice(1)) || 'SpiderLightning';

    const headers = new Fields();
    headers.set('content-type', [encoder.encode('text/plain; charset=utf-8')]);
    const response = new OutgoingResponse(headers);
    const body = response.body();
    ResponseOutparam.set(answer, { tag: 'ok', val: response });

    write(body, `Hello, ${name}!\n`);
    OutgoingBody.finish(body, undefined);
  },
};

// The stream ends with this function: a body cannot be finished before.
function write(body, text) {
  body.write().blockingWriteAndFlush(encoder.encode(text));
}
