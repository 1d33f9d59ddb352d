/** What the servers of a workspace are called: in its folder, and in an engine that other workspaces share. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Address, Backend } from './backend.ts';

/** A server within its workspace, and so its folder: `redis`, and `redis-6380` where the slightfile names the port. */
export function serverId({ id }: Pick<Backend, 'id'>, wanted: Address | undefined): string {
  if (!wanted) return id;
  const { host, port } = wanted;
  const isUsual = host === '127.0.0.1' || host === 'localhost';
  return isUsual ? `${id}-${port}` : `${id}-${host.replaceAll(/[^0-9a-z]+/g, '_')}-${port}`;
}

/** The backend that a server's id begins with: `redis-6380` → `redis`. */
export function backendOf(serverId: string): string {
  return serverId.replace(/-.*/, '');
}

/** A name that tells people which workspace a container belongs to, and that no other workspace has. */
export function containerName(workspace: string, stateDir: string, id: string): string {
  const word = path
    .basename(path.resolve(workspace))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  const hash = createHash('sha256').update(stateDir).digest('hex').slice(0, 8);
  return `slight-${word.slice(0, 30)}-${hash}-${id}`;
}
