/** A cluster of librdkafka's: brokers that its makers test their clients with, in a kcat for as long as its input is open. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { listen } from '../own-server.ts';

const host = '127.0.0.1';

export interface MockCluster extends AsyncDisposable {
  /** The brokers' ports on 127.0.0.1. */
  readonly ports: readonly number[];
}

export async function startMockCluster(brokers: number): Promise<MockCluster> {
  const options = ['-X', `test.mock.num.brokers=${brokers}`, '-X', 'debug=mock'];
  const child = spawn('kcat', ['-P', '-b', 'none:1', '-t', 'unused', ...options], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  const ports = await new Promise<readonly number[]>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`kcat has ended: ${said}`)));
    child.stderr.on('data', (bytes: Buffer) => {
      // it is read to the end: nobody may wait for us
      if (said.length < 10_000) said += bytes.toString();
      const [, found] = /bootstrap\.servers=([\d.:,]+)\s/.exec(said) ?? [];
      if (found !== undefined) resolve(found.split(',').map((one) => Number(one.split(':')[1])));
    });
  });
  return {
    ports,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Where an answer to ApiVersions says that requests of ListOffsets are known up to version 5. */
const listOffsets = Buffer.from('000200000005', 'hex');

export interface Way extends AsyncDisposable {
  /** `host:port`, several with commas between. */
  readonly endpoint: string;
}

/**
 * A way to the cluster's brokers on which they say that they know ListOffsets up to version 2: to later ones librdkafka 2.0
 * answers with eight bytes for a leader's epoch, where Kafka has four. Where they say where they are, it says where it is.
 */
export async function aroundListOffsets(cluster: MockCluster): Promise<Way> {
  await using stack = new AsyncDisposableStack();
  const places: { readonly told: Buffer; readonly port: number }[] = [];
  for (const port of cluster.ports) {
    const server = net.createServer((client) => {
      const broker = net.connect(port, host);
      client.pipe(broker);
      broker.on('data', (bytes) => {
        const at = bytes.length < 200 ? bytes.indexOf(listOffsets) : -1;
        if (at >= 0) bytes.writeInt16BE(2, at + 4);
        for (const { told, port: own } of places)
          for (let from = bytes.indexOf(told); from >= 0; from = bytes.indexOf(told, from + 1))
            bytes.writeInt32BE(own, from + told.length - 4);
        client.write(bytes);
      });
      broker.on('error', () => client.destroy());
      broker.on('close', () => client.destroy());
      client.on('close', () => broker.destroy());
    });
    const listening = stack.use(await listen(server));
    places.push({ told: placeOf(port), port: listening.port });
  }
  const kept = stack.move();
  return {
    endpoint: places.map(({ port }) => `${host}:${port}`).join(','),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** A broker's host and port, as an answer has them. */
function placeOf(port: number): Buffer {
  const place = Buffer.alloc(host.length + 4);
  place.write(host);
  place.writeInt32BE(port, host.length);
  return place;
}
