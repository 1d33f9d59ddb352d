/** A client of HTTP that sends what no library would: bytes as they are, when they are. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export class Wire implements Disposable {
  readonly socket: Socket;
  /** All that came. */
  received = '';
  #ended = false;
  #changed = Promise.withResolvers<undefined>();

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
      this.#change();
    });
    for (const event of ['end', 'close', 'error']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#change();
      });
    }
  }

  static async to(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  /** Lines end with CR LF where the text has LF alone. */
  send(text: string): this {
    return this.sendBytes(text.replaceAll(/\r?\n/g, '\r\n'));
  }

  sendBytes(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** Has nothing more to say, and still listens. */
  half(): this {
    this.socket.end();
    return this;
  }

  /** Resolves to all that came when it matches, or at the end. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received) && !this.#ended) await this.#changed.promise;
    return this.received;
  }

  /** Resolves to all that came when the server has closed. */
  async end(): Promise<string> {
    while (!this.#ended) await this.#changed.promise;
    return this.received;
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  #change(): void {
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers<undefined>();
  }
}

/** What a server says to some bytes, up to where it closes. */
export async function talk(url: string, text: string): Promise<string> {
  using wire = await Wire.to(url);
  return await wire.send(text).end();
}

/** The status of each answer. */
export function statuses(received: string): readonly number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
