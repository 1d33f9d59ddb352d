/** A guest that handles messages by wasi:messaging. Its broker is called as its topics are: `orders`. */
import { send } from 'wasi:messaging/producer@0.2.0-draft';
import { reply, request, RequestOptions } from 'wasi:messaging/request-reply@0.2.0-draft';
import { Client, Message } from 'wasi:messaging/types@0.2.0-draft';
import { handle } from './handles.js';

export const incomingHandler = {
  handle(message) {
    handle(message.topic(), message.data(), {
      publish: (topic, bytes) => send(Client.connect('orders'), topic, new Message(bytes)),
      ask(topic, bytes) {
        const options = new RequestOptions();
        options.setTimeoutMs(2000);
        const [answer] = request(Client.connect('orders'), topic, new Message(bytes), options);
        return answer.data();
      },
      answer: (bytes) => reply(message, new Message(bytes)),
      failure: (val) => ({ tag: 'other', val }),
    });
  },
};
