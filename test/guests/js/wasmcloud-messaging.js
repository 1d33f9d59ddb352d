/** A guest that handles messages by wasmcloud:messaging, and serves HTTP by wasi:http. */
import { Fields, OutgoingResponse, ResponseOutparam } from 'wasi:http/types@0.2.12';
import { publish, request } from 'wasmcloud:messaging/consumer@0.2.0';
import { handle } from './handles.js';

export const handler = {
  handleMessage({ subject, body, replyTo }) {
    handle(subject, body, {
      publish: (topic, bytes) => publish({ subject: topic, body: bytes, replyTo: undefined }),
      ask: (topic, bytes) => request(topic, bytes, 2000).body,
      answer: (bytes) => replyTo && publish({ subject: replyTo, body: bytes, replyTo: undefined }),
      failure: (text) => text,
    });
  },
};

/** What is asked for is published; the answer has no body. */
export const incomingHandler = {
  handle(asked, out) {
    const [, topic, ...rest] = (asked.pathWithQuery() ?? '/').split('/');
    publish({ subject: topic, body: new TextEncoder().encode(rest.join(' ')), replyTo: undefined });
    const response = new OutgoingResponse(new Fields());
    response.setStatusCode(202);
    ResponseOutparam.set(out, { tag: 'ok', val: response });
  },
};
