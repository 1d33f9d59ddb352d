/** A guest that does with a broker what it is told (driven.js). A subscription is told by its number, from 0, or by a token. */
import { Pub, Sub } from 'spiderlightning:messaging/messaging@0.6.0';
import { obedient, text } from './driven.js';

const tokens = [];

export const run = obedient(
  (name) => ({ pub: Pub.open(name), sub: Sub.open(name) }),
  {
    publish: ({ pub }, topic, body) => pub.publish(body, text(topic)),
    subscribe({ sub }, topic) {
      tokens.push(sub.subscribe(text(topic)));
    },
    receive: ({ sub }, token) => [sub.receive(tokens[text(token)] ?? text(token))],
  },
  { arities: { publish: 2 } },
);
