/** The policy that the test server which speaks Service Bus knows, and whether a token was signed with its key. */
import { createHmac } from 'node:crypto';

export const policy = {
  name: 'RootManageSharedAccessKey',
  key: Buffer.from('a key of the tests').toString('base64'),
};

/** https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas */
export function isSigned(token: string): boolean {
  const [, written = ''] = /^SharedAccessSignature (.*)$/.exec(token) ?? [];
  const parts = new Map(
    written.split('&').map((part) => [part.split('=', 1)[0], part.slice(part.indexOf('=') + 1)]),
  );
  // the resource is signed as it is written
  const signed = `${parts.get('sr') ?? ''}\n${parts.get('se') ?? ''}`;
  const wanted = createHmac('sha256', policy.key).update(signed).digest('base64');
  return decodeURIComponent(parts.get('sig') ?? '') === wanted;
}
