/**
 * A guest that serves HTTP and asks others to answer: `/hello` says hello, and what `traceparent` its request had;
 * `/relay/AUTHORITY/PATH` says what http://AUTHORITY/PATH answered. All is said in a header: QuickJS's components cannot put a
 * stream away, as one must to finish a body.
 */
import { handle } from 'wasi:http/outgoing-handler@0.2.12';
import { Fields, OutgoingRequest, OutgoingResponse, ResponseOutparam } from 'wasi:http/types@0.2.12';

export const incomingHandler = {
  handle(request, out) {
    const [, what, authority, ...path] = (request.pathWithQuery() ?? '/').split('/');
    const [status, text] =
      what === 'relay' ? relayed(authority, `/${path.join('/')}`) : [200, hello(request)];
    const fields = new Fields();
    fields.append('x-answer', new TextEncoder().encode(text));
    const response = new OutgoingResponse(fields);
    response.setStatusCode(status);
    ResponseOutparam.set(out, { tag: 'ok', val: response });
  },
};

function hello(request) {
  return `hello ${textOf(request.headers(), 'traceparent')}`;
}

function relayed(authority, path) {
  const request = new OutgoingRequest(new Fields());
  request.setScheme({ tag: 'HTTP' });
  request.setAuthority(authority);
  request.setPathWithQuery(path);
  const future = handle(request, null);
  future.subscribe().block();
  // option<result<result<incoming-response, error-code>>>
  const { tag, val } = future.get().val;
  if (tag === 'err') return [502, val.tag];
  const said = textOf(val.headers(), 'x-answer');
  return [val.status(), said === '' ? bodyOf(val) : said];
}

function bodyOf(response) {
  const input = response.consume().stream();
  let text = '';
  for (;;) {
    try {
      text += new TextDecoder().decode(input.blockingRead(4096));
    } catch (error) {
      if (error.payload?.tag === 'closed' || error.tag === 'closed') return text;
      throw error;
    }
  }
}

function textOf(fields, name) {
  const [value] = fields.get(name);
  return value ? new TextDecoder().decode(value) : '';
}
