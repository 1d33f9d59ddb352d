import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressPlace } from './address-place.ts';

const text = `[[capability]]
resource = "keyvalue.redis"
name = "orders"

[capability.configs]
REDIS_ADDRESS = "redis://127.0.0.1:6390"

[[capability]]
resource = "keyvalue.redis"
configs.REDIS_ADDRESS = "redis://redis.example.com:6379"
name = "carts"
`;

/** What is selected for an error of the block whose name stands in this line. */
function selected(line: number, error: string): string | undefined {
  const place = addressPlace(text, line, error);
  return place && text.split('\n')[place.line]?.slice(place.start, place.end);
}

test('the value that has the address of the error', () => {
  const refused = 'Redis at 127.0.0.1:6390 does not answer: nothing listens there.';
  assert.equal(selected(2, refused), 'redis://127.0.0.1:6390');
  assert.equal(selected(10, 'redis.example.com:6379 is not known.'), 'redis://redis.example.com:6379');
});

test('nothing of another block, and nothing where no address is named', () => {
  assert.equal(selected(10, 'Redis at 127.0.0.1:6390 does not answer.'), undefined);
  assert.equal(selected(2, 'redis.example.com:6379 is not known.'), undefined);
  assert.equal(selected(2, 'no keyvalue capability named "order" is declared'), undefined);
});
