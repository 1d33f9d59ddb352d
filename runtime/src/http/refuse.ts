/** An answer straight on the connection, where there is no request to answer or its rest is not read; it is the last. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Fields, HttpFault } from '../ports/http.ts';

/** How long what the client still sends is thrown away, in milliseconds: one that is reset may not see the answer. */
const linger = 1000;

/**
 * @param fields besides those that every message has; all of them can be sent
 * @returns false where nobody is there to be answered
 */
export function refuse(socket: Duplex, fault: HttpFault, fields: Fields): boolean {
  if (!socket.writable) {
    // one that has ended still sends what it has
    if (!socket.writableEnded) socket.destroy();
    return false;
  }
  const body = Buffer.from(`${fault.message}\n`);
  const lines = [
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status] ?? ''}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
    `Content-Length: ${body.length}`,
    'Content-Type: text/plain; charset=utf-8',
    ...fields.map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ];
  part(socket, Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]));
  return true;
}

/** Closes a connection, after some bytes, with a client that may still be sending. */
export function part(socket: Duplex, last?: Uint8Array): void {
  socket.end(last);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), linger);
  socket.once('close', () => clearTimeout(timer));
}
