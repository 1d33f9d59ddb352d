/** The limit: node:http that does by itself what the guests do. `node node.ts PORT [redis://…]` */
import { createServer } from 'node:http';
import { Redis } from 'ioredis';

const [, , port, address] = process.argv;
const redis = address === undefined ? undefined : new Redis(address);

const server = createServer((request, response) => {
  switch (request.url) {
    case '/hello':
      response.setHeader('content-type', 'text/plain');
      response.end('hello');
      break;
    case '/keyvalue':
      void redis?.getBuffer('bench:key').then((value) => response.end(value ?? undefined));
      break;
    default:
      request.pipe(response);
  }
});
server.listen(Number(port), '127.0.0.1');
