import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextOf, withLogin } from './redirects.ts';

const headers = [
  ['Authorization', 'Bearer x'],
  ['Cookie', 'a=b'],
  ['Content-Type', 'text/plain'],
  ['Accept', '*/*'],
] as const;
const post = { method: 'POST', url: new URL('https://a.example/dir/page'), headers, body: Buffer.from('x') };

const sentOn = (status: number, location: string | undefined, request = post) =>
  nextOf(request, { status, headers: location === undefined ? [] : [['LOCATION', location]] });
const namesOf = (fields: readonly (readonly [string, string])[] | undefined) => fields?.map(([name]) => name);

test('a redirect is followed with the method and the body that it asks for', () => {
  for (const status of [301, 302, 303]) {
    const next = sentOn(status, '../other?q#f');
    assert.equal(next?.method, 'GET');
    assert.equal(next.body, undefined);
    assert.equal(next.url.href, 'https://a.example/other?q#f');
    assert.deepEqual(namesOf(next.headers), ['Authorization', 'Cookie', 'Accept']);
    assert.equal(sentOn(status, '/', { ...post, method: 'HEAD' })?.method, 'HEAD');
  }
  for (const status of [307, 308]) {
    const next = sentOn(status, '/');
    assert.equal(next?.method, 'POST');
    assert.deepEqual(next.body, post.body);
    assert.deepEqual(next.headers, headers);
  }
});

test('what is for one server is not told another: of another scheme, name or port', () => {
  for (const location of [
    'http://a.example/',
    '//b.example/',
    'https://a.example:444/',
    'https://sub.a.example/',
  ]) {
    assert.deepEqual(namesOf(sentOn(307, location)?.headers), ['Content-Type', 'Accept'], location);
  }
  assert.equal(namesOf(sentOn(307, 'https://A.example:443/')?.headers)?.length, 4);
});

test('what sends nobody on is the answer', () => {
  assert.equal(sentOn(302, undefined), undefined);
  assert.equal(sentOn(302, 'http://['), undefined);
  for (const status of [200, 300, 304, 305, 306, 399, 401]) assert.equal(sentOn(status, '/'), undefined);
});

test('a place may be written in UTF-8', () => {
  const location = Buffer.from('/bücher').toString('latin1');
  assert.equal(sentOn(302, location)?.url.pathname, '/b%C3%BCcher');
});

test('the login in a URL is a header, unless there is one', () => {
  const url = new URL('http://me:p%40ss@a.example/');
  const sent = withLogin(url, []);
  assert.equal(sent.url.href, 'http://a.example/');
  assert.deepEqual(sent.headers, [['Authorization', `Basic ${Buffer.from('me:p@ss').toString('base64')}`]]);
  assert.deepEqual(withLogin(url, headers).headers, headers);
  assert.deepEqual(withLogin(new URL('http://a.example'), []).headers, []);
  assert.equal(withLogin(new URL('http://%ff@a.example'), []).headers.length, 1);
});
