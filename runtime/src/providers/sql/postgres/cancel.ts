/**
 * Asks the server to cancel what a connection is at: by a connection of its own, which the server answers by closing it
 * (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS).
 */
import { connect } from 'node:net';
import type { PoolClient } from 'pg';
import type { PostgresAddress } from './address.ts';

const cancelRequest = 80_877_102;

/** @param patience milliseconds for the server to take it */
export function sendCancel({ host, port }: PostgresAddress, client: PoolClient, patience: number): void {
  const { processID, secretKey } = client as unknown as {
    processID: number | null;
    secretKey: number | null;
  };
  if (processID === null || secretKey === null) return;
  const message = Buffer.alloc(16);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(cancelRequest, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect({ host, port });
  socket.unref();
  socket.setTimeout(patience, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.on('connect', () => socket.end(message));
}
