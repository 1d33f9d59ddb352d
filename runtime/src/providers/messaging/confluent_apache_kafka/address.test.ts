import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CapabilityError } from '../../../ports/errors.ts';
import { kafkaAddress } from './address.ts';

test('the configs of slight are read', () => {
  assert.deepEqual(kafkaAddress({ CAK_ENDPOINT: 'localhost:9092' }), {
    brokers: [{ host: 'localhost', port: 9092 }],
    tls: false,
  });
  const login = { CAK_SASL_USERNAME: 'ann', CAK_SASL_PASSWORD: 'secret' };
  assert.deepEqual(
    kafkaAddress({
      ...login,
      CAK_ENDPOINT: 'a.example:9092, [::1]:9093',
      CAK_SECURITY_PROTOCOL: 'SASL_SSL',
      CAK_SASL_MECHANISMS: 'SCRAM-SHA-512',
    }),
    {
      brokers: [
        { host: 'a.example', port: 9092 },
        { host: '::1', port: 9093 },
      ],
      tls: true,
      login: { mechanism: 'SCRAM-SHA-512', username: 'ann', password: 'secret' },
    },
  );
  // what is not asked for is not sent
  const plain = kafkaAddress({ ...login, CAK_ENDPOINT: 'a:1', CAK_SECURITY_PROTOCOL: 'SSL' });
  assert.deepEqual(plain, { brokers: [{ host: 'a', port: 1 }], tls: true });
});

const at = { CAK_ENDPOINT: 'localhost:9092' };
const sasl = { ...at, CAK_SECURITY_PROTOCOL: 'SASL_PLAINTEXT', CAK_SASL_USERNAME: 'ann' };
for (const [configs, says] of [
  [{}, /^CAK_ENDPOINT must be/],
  [{ CAK_ENDPOINT: 'localhost' }, /^CAK_ENDPOINT must be/],
  [{ CAK_ENDPOINT: 'localhost:0' }, /^CAK_ENDPOINT must be/],
  [{ CAK_ENDPOINT: 'localhost:70000' }, /^CAK_ENDPOINT must be/],
  [{ CAK_ENDPOINT: 'localhost:9092,' }, /^CAK_ENDPOINT must be/],
  [{ CAK_ENDPOINT: 'SASL_SSL://pkc.example:9092' }, /^CAK_ENDPOINT must be/],
  [{ CAK_ENDPOINT: 'ann:hunter2@localhost:9092' }, /^CAK_ENDPOINT must be/],
  [
    { ...at, CAK_SECURITY_PROTOCOL: 'TLS' },
    /^CAK_SECURITY_PROTOCOL must be PLAINTEXT, SSL, .* or SASL_SSL\.$/,
  ],
  [{ ...sasl, CAK_SASL_MECHANISMS: 'GSSAPI' }, /^CAK_SASL_MECHANISMS must be PLAIN, .* or SCRAM-SHA-512\.$/],
  [sasl, /asks for a login: give CAK_SASL_USERNAME and CAK_SASL_PASSWORD/],
] as const) {
  test(`${JSON.stringify(configs)} cannot be meant, and is not repeated`, () => {
    assert.throws(
      () => kafkaAddress(configs),
      (error: unknown) =>
        error instanceof CapabilityError && says.test(error.message) && !error.message.includes('hunter2'),
    );
  });
}
