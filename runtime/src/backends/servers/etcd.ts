/** etcd, behind distributed_locking.etcd. */
import { get } from 'node:http';
import { parseEndpoint } from '../../providers/distributed_locking/etcd/endpoint.ts';
import { isLocal, urlHost } from '../address.ts';
import type { Address, Backend } from '../backend.ts';
import { urlTarget } from '../url-target.ts';

const data = '/etcd-data';

const { target, configs } = urlTarget({
  key: 'ETCD_ENDPOINT',
  read: parseEndpoint,
  here: ({ host, port, tls }) => (isLocal(host) ? { address: { host, port }, tls } : undefined),
  write: (at) => at,
});

export const backend: Backend = {
  id: 'etcd',
  title: 'etcd',
  container: {
    image: 'quay.io/coreos/etcd:v3.5.21',
    port: 2379,
    data,
    launch: () => ({ command: ['etcd', ...flags({ host: '0.0.0.0', port: 2379 }, data)], secrets: [] }),
  },
  local: {
    command: 'etcd',
    // locks are over with those that held them: whatever is in it, nobody misses it
    emptyBytes: Number.POSITIVE_INFINITY,
    listening: /serving (?:insecure )?client (?:traffic|requests)/,
    launch: (address, places) => ({ arguments: flags(address, places.data), secrets: [] }),
  },
  target,
  configs,
  ready,
};

/** One member, that no other can join: its port for peers is any that is free, on the loopback. */
function flags({ host, port }: Address, folder: string): readonly string[] {
  const clients = `http://${urlHost(host)}:${port}`;
  return [
    ...['--data-dir', folder, '--listen-client-urls', clients, '--advertise-client-urls', clients],
    ...['--listen-peer-urls', 'http://127.0.0.1:0', '--logger', 'zap', '--log-outputs', 'stderr'],
  ];
}

/** It has a leader, and so answers what it is asked. */
function ready({ host, port }: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/health', signal, timeout: 1000, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', () => resolve(false));
      response.on('end', () => resolve(/"health":\s*"?true/.test(text)));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
