import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allows, readAllowedHosts } from './allowed-hosts.ts';

function isAllowed(hosts: string, url: string): boolean {
  const read = readAllowedHosts(hosts);
  assert.ok(typeof read !== 'string', hosts);
  return allows(read, new URL(url));
}

/** What is allowed, and what is not though it looks so. */
const cases: readonly (readonly [hosts: string, allowed: readonly string[], denied: readonly string[]])[] = [
  ['', [], ['http://example.com']],
  [
    'api.example.com',
    [
      'http://api.example.com',
      'https://api.example.com/path?query',
      'https://API.example.COM:443',
      'http://api.example.com.',
      'http://other@api.example.com',
      'http://api%2Eexample.com',
      'http://ａｐｉ.example。com',
    ],
    [
      'http://api.example.com:8080',
      'https://api.example.com:80',
      'http://example.com',
      'http://x.api.example.com',
      'http://api.example.com.evil.example',
      'http://api.example.com@evil.example',
      'http://api.example.com:80@evil.example',
      'http://evil.example/api.example.com',
      'http://evil.example#@api.example.com',
      'http://evil.example\\@api.example.com',
      'http://evilapi.example.com',
      'http://api.example.com..',
    ],
  ],
  [
    '*.example.com',
    ['http://a.example.com', 'https://a.b.example.com', 'http://a.example.com.'],
    [
      'http://example.com',
      'http://aexample.com',
      'http://a.example.com.evil.example',
      'http://a.example.com:81',
    ],
  ],
  [
    '127.0.0.1:8080',
    [
      'http://127.0.0.1:8080',
      'https://127.0.0.1:8080',
      'http://0x7f.1:8080',
      'http://2130706433:8080',
      'http://017700000001:8080',
    ],
    [
      'http://127.0.0.1',
      'http://127.0.0.2:8080',
      'http://[::ffff:127.0.0.1]:8080',
      'http://[::1]:8080',
      'http://localhost:8080',
    ],
  ],
  ['0x7f.1', ['http://127.0.0.1'], ['http://0.0.0.0']],
  [
    '[::1]:3000',
    ['http://[::1]:3000', 'http://[0:0:0:0:0:0:0:1]:3000'],
    ['http://[::1]', 'http://[::]:3000'],
  ],
  ['[::ffff:127.0.0.1]', ['http://[::ffff:7f00:1]'], ['http://127.0.0.1']],
  [
    'https://example.com/',
    ['https://example.com'],
    ['http://example.com', 'https://example.com:8443', 'http://example.com:443'],
  ],
  ['http://example.com:8080', ['http://example.com:8080'], ['https://example.com:8080']],
  ['example.com:80', ['http://example.com', 'https://example.com:80'], ['https://example.com']],
  [
    'localhost:*',
    ['http://localhost', 'http://localhost:1', 'https://localhost:65535'],
    ['http://127.0.0.1:1', 'http://a.localhost:1'],
  ],
  ['*:8443', ['https://a.example:8443'], ['https://a.example']],
  ['https://*', ['https://a.example'], ['http://a.example', 'https://a.example:8443']],
  ['*', ['http://a.example:1', 'https://[::1]:2'], []],
  ['bücher.example', ['http://xn--bcher-kva.example', 'http://BÜCHER.example'], ['http://bucher.example']],
  [
    'a.example, b.example\n\tc.example,,',
    ['http://a.example', 'http://b.example', 'http://c.example'],
    ['http://d.example'],
  ],
];

test('a host is allowed by its name and its port, as a URL has them, and by nothing that looks like them', () => {
  for (const [hosts, allowed, denied] of cases) {
    for (const url of allowed) assert.ok(isAllowed(hosts, url), `${hosts} allows ${url}`);
    for (const url of denied) {
      if (URL.canParse(url)) assert.ok(!isAllowed(hosts, url), `${hosts} does not allow ${url}`);
    }
  }
});

test('what is no host is told by the part that is wrong', () => {
  const faults: readonly (readonly [string, RegExp])[] = [
    ['example.com/path', /path/],
    ['https://example.com/path', /path/],
    ['example.com?q', /path/],
    ['me@example.com', /user name/],
    ['http://me:secret@example.com', /^has a user name before a host; write the host alone$/],
    ['ftp://example.com', /scheme/],
    ['::1', /brackets.*\[::1\]/],
    ['a.*.example', /\* within/],
    ['**.example', /\* within|none/],
    ['*.*', /none/],
    ['*.127.0.0.1', /before an IP address/],
    ['*.0x7f.1', /before an IP address/],
    ['*.[::1]', /before an IP address/],
    ['example.com:0', /out of range/],
    ['example.com:99999', /out of range/],
    ['example.com:http', /none|neither/],
    [':8080', /none/],
    ['[::g]', /neither/],
    ['a%2fb', /neither/],
    ['256.1.1.1', /neither/],
    ['a.example, b.example/c', /path/],
  ];
  for (const [hosts, fault] of faults) {
    const read = readAllowedHosts(hosts);
    assert.ok(typeof read === 'string', hosts);
    assert.match(read, fault, hosts);
    assert.doesNotMatch(read, /secret/);
  }
});
