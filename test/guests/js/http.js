/** A guest in JavaScript that routes by slight's own contract, in today's WIT. */
import { request } from 'spiderlightning:http-handler/http-client@0.6.0';
import { Router, Server } from 'spiderlightning:http-handler/http-server@0.6.0';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function onServerInit() {
  const router = Router.new()
    .get('/hello', 'handle_hello')
    .post('/echo/:name', 'handle_echo')
    .get('/error/:case', 'handle_error')
    .post('/fetch', 'handle_fetch')
    .get('/throw', 'handle_throw')
    .get('/count', 'handle_count');
  Server.serve('127.0.0.1:0', router);
}

const text = (status, string, headers) => ({ status, headers, body: encoder.encode(string) });

export function handleHello() {
  return text(200, 'hello', [['content-type', 'text/plain']]);
}

export function handleEcho({ method, uri, headers, params, body }) {
  const type = headers.find(([name]) => name === 'content-type')?.[1];
  return text(201, JSON.stringify({ method, uri, type, params, body: decoder.decode(body) }));
}

export function handleError({ params: [[, name]] }) {
  throw name === 'status-error' ? { tag: name, val: 410 } : { tag: name, val: 'no such thing' };
}

/** Asks another address, which is the body, and answers with what that does; what it throws is an http-error too. */
export function handleFetch({ body }) {
  return request({
    method: 'post',
    uri: decoder.decode(body),
    headers: [],
    params: [],
    body: encoder.encode('hi'),
  });
}

export function handleThrow() {
  return nothing.is.there;
}

let count = 0;

export function handleCount() {
  count += 1;
  return text(200, String(count));
}
