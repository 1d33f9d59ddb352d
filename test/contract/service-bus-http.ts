/** How the test server makes queues, topics and subscriptions: https://learn.microsoft.com/rest/api/servicebus/. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Entities } from './service-bus-entities.ts';

export async function answerManagement(
  request: IncomingMessage,
  response: ServerResponse,
  entities: Entities,
  isAllowed: boolean,
): Promise<void> {
  const body = await text(request);
  const [status, answer] = isAllowed ? made(request, body, entities) : [401, 'Manage claims are required'];
  const content = status < 300 ? answer : `<Error><Code>${status}</Code><Detail>${answer}</Detail></Error>`;
  response.writeHead(status, { 'Content-Type': 'application/atom+xml;type=entry;charset=utf-8' });
  response.end(content);
}

function made({ method, url = '' }: IncomingMessage, body: string, entities: Entities): [number, string] {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname.slice(1));
  if (method !== 'PUT') return [405, 'not in this server'];
  const [, topic = '', name = ''] = /^(.+)\/subscriptions\/([^/]+)$/i.exec(path) ?? [];
  if (topic !== '') {
    if (!entities.hasTopic(topic)) return [404, 'no such topic'];
    return entities.subscribe(topic, name) ? [201, entry(url, body)] : [409, 'it exists'];
  }
  if (entities.has(path)) return [409, 'it exists'];
  entities.make(path, body.includes('<QueueDescription') ? 'queue' : 'topic');
  return [201, entry(url, body)];
}

/** What was asked for, with what the client wants of any entity. */
function entry(url: string, body: string): string {
  const [, kind = ''] = /<(\w+Description)/.exec(body) ?? [];
  const flags = [
    'EnablePartitioning',
    'SupportOrdering',
    'EnableBatchedOperations',
    'RequiresDuplicateDetection',
  ];
  const more = ['RequiresSession', 'EnableExpress', 'DeadLetteringOnMessageExpiration'];
  const filter = 'DeadLetteringOnFilterEvaluationExceptions';
  const fields = {
    LockDuration: 'PT30S',
    MaxSizeInMegabytes: '1024',
    MaxDeliveryCount: '10',
    DefaultMessageTimeToLive: 'P7D',
    DuplicateDetectionHistoryTimeWindow: 'PT10M',
    AutoDeleteOnIdle: 'P7D',
    Status: 'Active',
    EntityAvailabilityStatus: 'Available',
    ...Object.fromEntries([...flags, ...more, filter].map((one) => [one, 'false'])),
  };
  const content = Object.entries(fields).map(([key, value]) => `<${key}>${value}</${key}>`);
  const id = `http://localhost${url.replace('/subscriptions/', '/Subscriptions/')}`;
  return `<entry xmlns="http://www.w3.org/2005/Atom"><id>${id}</id><content type="application/xml"><${kind}>${content.join('')}</${kind}></content></entry>`;
}
