/** What messaging.confluent_apache_kafka does beyond the contract: partitions, groups, topics that cannot be had, TLS. */
import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { backend } from '@slight/runtime/backends/servers/kafka.ts';
import { openKafka } from '@slight/runtime/providers/messaging/confluent_apache_kafka.ts';
import { makeCertificate } from './certificate.ts';
import { startKafka } from './kafka/broker.ts';
import type { KafkaServer } from './kafka/broker.ts';
import { assertOnly, failsWith, message, next, take, takeTogether, textOf } from './messaging-asserts.ts';
import { listen } from './own-server.ts';

const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-kafka-'));
after(() => folder.remove());
const never = new AbortController().signal;

/** Opens a name as a run does. */
function open(
  { port }: Pick<KafkaServer, 'port'>,
  name = 'broker',
  configs: Readonly<Record<string, string>> = {},
  signal = never,
) {
  const at = { CAK_ENDPOINT: `127.0.0.1:${port}` };
  // a server is another one at its port
  const own = path.join(folder.path, `${port}-${name}`);
  return openKafka(name, { ...at, ...configs }, { signal, folder: own }, { connect: 2_000, command: 3_000 });
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);

test('of many partitions, what one publisher sends stays in order, and nothing of the others is lost', async () => {
  await using server = await startKafka({ partitions: 7 });
  await using broker = await open(server);
  await using subscription = await broker.subscribe('t');
  const texts = numbered(50);
  for (let from = 0; from < texts.length; from += 10)
    await Promise.all(texts.slice(from, from + 10).map((text) => broker.publish('t', message(text))));
  assert.deepEqual(await take(subscription, 50), texts);
  const all = await Promise.all(numbered(20).map((name) => open(server, name)));
  await Promise.all(all.map((one, index) => one.publish('t', message(`message ${index}`))));
  assert.deepEqual((await take(subscription, 20)).toSorted(), numbered(20).toSorted());
  for (const one of all) await one[Symbol.asyncDispose]();
});

test('a group shares the partitions of a topic, and each message comes once', async () => {
  await using server = await startKafka({ partitions: 6 });
  await using one = await open(server, 'one');
  await using two = await open(server, 'two');
  const all = [await one.subscribe('t', { group: 'g' }), await two.subscribe('t', { group: 'g' })];
  const publishers = await Promise.all(numbered(12).map((name) => open(server, name)));
  for (const [index, each] of publishers.entries())
    for (const text of numbered(5)) await each.publish('t', message(`${index} ${text}`));
  const found = await takeTogether(all, 60);
  assert.equal(new Set(found).size, 60);
  for (const each of [...all, ...publishers]) await each[Symbol.asyncDispose]();
});

test('a topic that gets more partitions while nobody is subscribed loses nothing', async () => {
  await using server = await startKafka();
  {
    await using broker = await open(server);
    await using subscription = await broker.subscribe('t');
    await broker.publish('t', message('first'));
    assert.deepEqual(await take(subscription, 1), ['first']);
  }
  server.log.grow('t', 8);
  const publishers = await Promise.all(numbered(16).map((name) => open(server, name)));
  await Promise.all(publishers.map((one, index) => one.publish('t', message(`message ${index}`))));
  await using broker = await open(server);
  await using subscription = await broker.subscribe('t');
  assert.deepEqual((await take(subscription, 16)).toSorted(), numbered(16).toSorted());
  for (const one of publishers) await one[Symbol.asyncDispose]();
});

test('what was accepted out of its order does not come again, and what was not does', async () => {
  await using server = await startKafka();
  for (const options of [{}, { group: 'g' }]) {
    {
      await using broker = await open(server);
      await using subscription = await broker.subscribe('t', options);
      for (const text of ['a', 'b', 'c', 'd']) await broker.publish('t', message(text));
      const [a, b, c] = [await next(subscription), await next(subscription), await next(subscription)];
      assert.deepEqual([a, b, c].map(textOf), ['a', 'b', 'c']);
      await b.accept();
    }
    await using broker = await open(server);
    await using subscription = await broker.subscribe('t', options);
    assert.deepEqual(await take(subscription, 3), ['a', 'c', 'd']);
    await assertOnly(subscription, (text) => broker.publish('t', message(text)));
  }
});

test('messages that Kafka has deleted before they were received are passed over', async () => {
  await using server = await startKafka();
  await using broker = await open(server);
  const place = await broker.subscribe('t');
  for (const text of ['old', 'older']) await broker.publish('t', message(text));
  await place[Symbol.asyncDispose]();
  await broker.publish('t', message('kept'));
  server.log.trim('t', 0, 2n);
  await using subscription = await broker.subscribe('t');
  assert.deepEqual(await take(subscription, 1), ['kept']);
});

test('a group whose members have another topic is subscribed to as well', async () => {
  await using server = await startKafka();
  await using one = await open(server, 'one');
  await using first = await one.subscribe('t', { group: 'g' });
  const waiting = next(first);
  while (server.groups.size('g') === 0) await sleep(10);
  await using two = await open(server, 'two');
  await two.publish('u', message('before'));
  const second = await two.subscribe('u', { group: 'g' });
  await one.publish('u', message('after'));
  assert.deepEqual(await take(second, 1), ['after']);
  await second[Symbol.asyncDispose]();
  await one.publish('u', message('meanwhile'));
  await using again = await two.subscribe('u', { group: 'g' });
  assert.deepEqual(await take(again, 1), ['meanwhile']);
  await one.publish('t', message('to the first'));
  assert.equal(textOf(await waiting), 'to the first');
});

test('what a member works on stays its own while others of the group come', async () => {
  await using server = await startKafka();
  await using one = await open(server, 'one');
  await using two = await open(server, 'two');
  await using first = await one.subscribe('t', { group: 'g' });
  await one.publish('t', message('worked on'));
  const held = await next(first);
  await using second = await two.subscribe('t', { group: 'g' });
  const given = new AbortController();
  const waiting = second.receive(given.signal).then(textOf, () => 'nothing');
  while (server.groups.size('g') < 2) await sleep(10);
  // more than the time in which the first hears of the other
  await sleep(1_500);
  given.abort();
  assert.equal(await waiting, 'nothing');
  await held.accept();
  await assertOnly(first, (text) => one.publish('t', message(text)));
});

test('what was held by a member that is not heard of any more comes to another', async () => {
  await using server = await startKafka();
  const killed = new AbortController();
  await using two = await open(server, 'two');
  const one = await open(server, 'one', {}, killed.signal);
  const first = await one.subscribe('t', { group: 'g' });
  await two.publish('t', message('held'));
  const held = await next(first);
  // its connections end, and nobody says goodbye
  killed.abort();
  await using second = await two.subscribe('t', { group: 'g' });
  const delivery = await second.receive(AbortSignal.timeout(20_000));
  assert.equal(textOf(delivery), 'held');
  assert.equal(server.groups.givenUp, 1);
  await failsWith('connection-lost', held.accept());
  await delivery.accept();
});

test('who is not let into a group yet, since it waits for another one, can be closed at once', async () => {
  await using server = await startKafka();
  const killed = new AbortController();
  await using two = await open(server, 'two');
  const one = await open(server, 'one', {}, killed.signal);
  const first = await one.subscribe('t', { group: 'g' });
  await two.publish('t', message('held'));
  await next(first);
  killed.abort();
  const second = await two.subscribe('t', { group: 'g' });
  const given = new AbortController();
  const waiting = assert.rejects(second.receive(given.signal), { name: 'AbortError' });
  while (server.groups.size('g') < 2) await sleep(10);
  given.abort();
  await waiting;
  await second[Symbol.asyncDispose]();
  // as long as it would have waited, it would be there
  assert.deepEqual([server.groups.size('g'), server.groups.givenUp], [1, 0]);
});

test('a member that is not asked any more makes room for one that is', async () => {
  await using server = await startKafka();
  await using broker = await open(server);
  await using other = await open(server);
  await using one = await broker.queue();
  await using two = await other.queue();
  await one.send(message('first'));
  assert.deepEqual(await take(one, 1), ['first']);
  const waiting = take(two, 1);
  await one.send(message('second'));
  assert.deepEqual(await waiting, ['second']);
  // each came in by two requests, and the first did not come back when it heard of the other
  assert.equal(server.asked.get('JoinGroup'), 4);
});

test('a member that stops asking does not keep from others what comes', async () => {
  await using server = await startKafka();
  await using broker = await open(server);
  const group = [await broker.subscribe('t', { group: 'g' }), await broker.subscribe('t', { group: 'g' })];
  const waiting = group.map((one) => next(one));
  while (server.groups.size('g') < 2) await sleep(10);
  await broker.publish('t', message('first'));
  const first = await Promise.race(waiting);
  await first.accept();
  await broker.publish('t', message('second'));
  assert.deepEqual((await Promise.all(waiting)).map(textOf).toSorted(), ['first', 'second']);
  for (const each of group) await each[Symbol.asyncDispose]();
});

test('a connection that nobody answers on any more is given up, and the next call has another', async () => {
  await using server = await startKafka();
  await using broker = await open(server);
  await using subscription = await broker.subscribe('t');
  await broker.publish('t', message('before'));
  server.deafen();
  await failsWith('service-unavailable', broker.publish('t', message('lost')));
  await broker.publish('t', message('after'));
  assert.deepEqual(await take(subscription, 1), ['before']);
});

test('what is released comes at once to who waits', async () => {
  await using server = await startKafka();
  // a broker is asked for five seconds at a time
  await using broker = await openKafka(
    'broker',
    { CAK_ENDPOINT: `127.0.0.1:${server.port}` },
    { signal: never, folder: path.join(folder.path, `${server.port}`) },
  );
  await using subscription = await broker.subscribe('t');
  await broker.publish('t', message('first'));
  const delivery = await next(subscription);
  const waiting = subscription.receive(AbortSignal.timeout(4_000));
  await sleep(100);
  await delivery.release();
  assert.equal(textOf(await waiting), 'first');
});

test('a broker is known by its answer, also one that asks for a login', async () => {
  await using server = await startKafka();
  await using asking = await startKafka({ password: 'secret' });
  await using other = await listen(net.createServer((socket) => socket.end('220 no Kafka at all\r\n')));
  const ready = ({ port }: { readonly port: number }) => backend.ready({ host: '127.0.0.1', port }, never);
  assert.deepEqual(await Promise.all([ready(server), ready(asking), ready(other)]), [true, true, false]);
  await server.stop();
  assert.equal(await ready(server), false);
});

test('messages that are published at once go out together, each on its own where together they are too large', async () => {
  await using server = await startKafka({ largest: 300_000 });
  await using broker = await open(server);
  await using subscription = await broker.subscribe('t');
  await Promise.all(numbered(500).map((text) => broker.publish('t', message(text))));
  assert.deepEqual(await take(subscription, 500), numbered(500));
  const requests = server.asked.get('Produce') ?? 0;
  assert.ok(requests < 50, `${requests} requests`);
  const bodies = ['a', 'b', 'c', 'd'].map((letter) => ({ body: Buffer.alloc(200_000, letter) }));
  const tooLarge = broker.publish('t', { body: Buffer.alloc(400_000) });
  const all = Promise.all(bodies.map((one) => broker.publish('t', one)));
  await failsWith('payload-too-large', tooLarge);
  await all;
  for (const { body } of bodies)
    assert.equal(Buffer.compare((await next(subscription)).message.body, body), 0);
});

test('a topic that may not be made says how it is', async () => {
  await using server = await startKafka({ makes: false });
  await using broker = await open(server);
  const calls = [
    () => broker.publish('t', message('text')),
    () => broker.subscribe('t'),
    () => broker.queue(),
  ];
  for (const call of calls) {
    const { message: says } = await failsWith('queue-or-topic-not-found', call());
    assert.match(
      says,
      /does not let slight make it .* Make it there: kafka-topics\.sh --create --topic \S+\.$/,
    );
  }
});

test('what is no name of a topic is refused', async () => {
  await using server = await startKafka();
  await using broker = await open(server);
  for (const topic of ['a/b', 'a b', '.', '..', 'ä', 'a'.repeat(250), '\ud800']) {
    await failsWith('queue-or-topic-not-found', broker.publish(topic, message('text')));
    await failsWith('queue-or-topic-not-found', broker.subscribe(topic));
  }
  await broker.publish('a'.repeat(249), message('text'));
});

test('a broker alone is spoken to where it was found, whatever it calls itself', async () => {
  await using server = await startKafka({ advertised: 'kafka.invalid' });
  await using broker = await open(server);
  await using subscription = await broker.subscribe('t', { group: 'g' });
  await broker.publish('t', message('text'));
  assert.deepEqual(await take(subscription, 1), ['text']);
});

for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
  test(`a login by ${mechanism}`, async () => {
    await using server = await startKafka({ password: 'p=ss, word', mechanism });
    const configs = {
      CAK_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      CAK_SASL_MECHANISMS: mechanism,
      CAK_SASL_USERNAME: 'slight',
    };
    await using broker = await open(server, 'broker', { ...configs, CAK_SASL_PASSWORD: 'p=ss, word' });
    await broker.publish('t', message('text'));
    const wrong = await failsWith(
      'insufficient-permissions',
      open(server, 'broker', { ...configs, CAK_SASL_PASSWORD: 'hunter2' }),
    );
    assert.match(wrong.message, /refuses the login\. Give CAK_SASL_USERNAME and CAK_SASL_PASSWORD/);
    assert.doesNotMatch(JSON.stringify([wrong.message, wrong.cause, wrong.stack]), /hunter2/);
  });
}

test('a login of another kind, or none, says what is missing', async () => {
  await using server = await startKafka({ password: 'secret', mechanism: 'SCRAM-SHA-512' });
  const login = { CAK_SASL_USERNAME: 'slight', CAK_SASL_PASSWORD: 'secret' };
  const other = open(server, 'broker', { ...login, CAK_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' });
  assert.match((await failsWith('insufficient-permissions', other)).message, /CAK_SASL_MECHANISMS\.$/);
  const none = await failsWith('service-unavailable', open(server));
  assert.match(none.message, /Where it asks for a login or for TLS, say so in CAK_SECURITY_PROTOCOL\.$/);
});

test('TLS where there is none, none where there is, and a certificate that nobody has signed say so', async () => {
  await using certificate = await makeCertificate();
  const [cert, key] = await Promise.all(
    ['cert.pem', 'key.pem'].map((name) => readFile(path.join(certificate.path, name), 'utf8')),
  );
  await using plain = await startKafka();
  await using secured = await startKafka({ certificate: { cert: cert ?? '', key: key ?? '' } });
  const ssl = { CAK_SECURITY_PROTOCOL: 'SSL' };
  for (const [server, configs, says] of [
    [secured, ssl, /NODE_EXTRA_CA_CERTS/],
    [secured, {}, /CAK_SECURITY_PROTOCOL/],
    [plain, ssl, /CAK_SECURITY_PROTOCOL/],
  ] as const) {
    const { message: told } = await failsWith('service-unavailable', open(server, 'broker', configs));
    assert.match(told, says);
  }
});
