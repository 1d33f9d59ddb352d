/**
 * What App Configuration answers to the client of configs.azapp, as far as its REST API (version 1.0 and later) says: `/kv`,
 * `/keys` and `/labels`, in pages of two, to those who sign with the key.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './own-server.ts';

export interface Setting {
  readonly key: string;
  readonly label?: string | null;
  readonly value: string;
  readonly content_type?: string;
  readonly locked?: boolean;
}

export const accessKey = {
  id: 'key-of-the-tests',
  secret: Buffer.from('a secret of the tests').toString('base64'),
};

const pageSize = 2;

/** A store on a free port of the loopback. `next` is answered in the place of the next request, with that status. */
export async function startAppConfiguration(settings: Setting[] = []) {
  const state = { settings, requests: 0, next: undefined as number | undefined };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      state.requests++;
      const [status, answer, headers] = answered(request, body, state);
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    });
  });
  const { port, ...own } = await listen(server);
  const configs = (secret = accessKey.secret) => ({
    AZAPPCONFIG_ENDPOINT: `http://127.0.0.1:${port}`,
    AZAPPCONFIG_KEYID: accessKey.id,
    AZAPPCONFIG_KEYSECRET: secret,
  });
  return { ...own, port, state, configs };
}

type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

function answered(
  request: IncomingMessage,
  body: string,
  state: { settings: Setting[]; next: number | undefined },
): Answer {
  if (!isSigned(request, body)) return [401];
  const { next } = state;
  if (next !== undefined) {
    state.next = undefined;
    return [next];
  }
  const url = new URL(request.url ?? '', 'http://localhost');
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const [, what, name] = /^\/(kv|keys|labels)(?:\/(.+))?$/.exec(url.pathname) ?? [];
  const label = query.get('label');
  if (what === 'kv' && name !== undefined) {
    const key = decodeURIComponent(name);
    const isIt = (one: Setting) => one.key === key && (one.label ?? '') === (label ?? '');
    const found = state.settings.find(isIt);
    if (request.method === 'GET') return found ? [200, shown(found)] : [404];
    if (request.method !== 'PUT') return [405];
    if (found?.locked) return [409];
    const { value } = JSON.parse(body) as { value: string };
    const made: Setting = { key, label: label ?? null, value };
    state.settings = [...state.settings.filter((one) => !isIt(one)), made];
    return [200, shown(made)];
  }
  // \0 asks for those without a label; the rest of the language of filters is escapes
  const wanted = label?.replace(/\\(.)/g, '$1');
  const of = state.settings.filter((one) => wanted === undefined || (one.label ?? '\0') === wanted);
  const items =
    what === 'kv'
      ? of.map(shown)
      : [...new Set(of.map((one) => (what === 'keys' ? one.key : (one.label ?? null))))].map((one) => ({
          name: one,
        }));
  const after = Number(query.get('after') ?? 0);
  const page = items.slice(after, after + pageSize);
  // behind the others, as Azure has it: the client relies on it
  query.delete('after');
  const more = new URLSearchParams([...query, ['after', String(after + pageSize)]]);
  const link = `/${what}?${more.toString()}`;
  const isLast = after + pageSize >= items.length;
  return [
    200,
    { items: page, ...(!isLast && { '@nextLink': link }) },
    isLast ? {} : { Link: `<${link}>; rel="next"` },
  ];
}

function shown({ key, label = null, value, content_type = '', locked = false }: Setting) {
  return {
    key,
    label,
    value,
    content_type,
    locked,
    tags: {},
    etag: 'etag',
    last_modified: '2026-01-01T00:00:00+00:00',
  };
}

/** https://learn.microsoft.com/azure/azure-app-configuration/rest-api-authentication-hmac */
function isSigned({ headers, method = '', url = '' }: IncomingMessage, body: string): boolean {
  const hash = createHash('sha256').update(body).digest('base64');
  const date = String(headers['x-ms-date']);
  const signed = `${method}\n${url}\n${date};${headers.host ?? ''};${hash}`;
  const signature = createHmac('sha256', Buffer.from(accessKey.secret, 'base64'))
    .update(signed)
    .digest('base64');
  const wanted = `HMAC-SHA256 Credential=${accessKey.id}&SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`;
  return headers['x-ms-content-sha256'] === hash && headers.authorization === wanted;
}
