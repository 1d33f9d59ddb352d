/** What makes queues, topics and subscriptions: HTTP beside AMQP, on a port of its own where an emulator serves both. */
import type { ServiceBusAdministrationClient } from '@azure/service-bus';
import { proxyOf } from '../../../network.ts';
import { proxyOptionsOf, withoutProxyVariables } from '../../azure/client.ts';
import type { Account } from './account.ts';

/** @throws CapabilityError where a proxy is wanted that cannot be used */
export async function administrate({
  connection,
  host,
  management,
}: Account): Promise<ServiceBusAdministrationClient> {
  const { ServiceBusAdministrationClient } = await import('./library.ts');
  const proxy = management ? undefined : proxyOf(new URL(`https://${host}`));
  const client = withoutProxyVariables(
    () =>
      new ServiceBusAdministrationClient(connection, {
        // a call that fails is told: the guest decides whether to try again
        retryOptions: { maxRetries: 0 },
        ...(proxy && { proxyOptions: proxyOptionsOf(proxy) }),
      }),
  );
  if (management) client.pipeline.addPolicy(withoutTls(management));
  return client;
}

/** An emulator speaks HTTP; the client knows https alone. */
function withoutTls({ host, port }: NonNullable<Account['management']>): PipelinePolicy {
  return {
    name: 'without TLS',
    sendRequest(request, next) {
      const { pathname, search } = new URL(request.url);
      request.url = `http://${host}:${port}${pathname}${search}`;
      request.allowInsecureConnection = true;
      return next(request);
    },
  };
}

type PipelinePolicy = Parameters<ServiceBusAdministrationClient['pipeline']['addPolicy']>[0];
