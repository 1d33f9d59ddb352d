/**
 * Puts very many blobs into an Azurite of a test. By its API, 100,000 blobs take it over a minute of computing; so
 * one blob with all their values goes in that way, and Azurite's own database file is told where each value lies.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openAzureBlob } from '@slight/runtime/providers/keyvalue/azblob.ts';
import { contextOf } from './context.ts';
import { bytes } from './keyvalue-asserts.ts';
import type { Bucket } from './keyvalue-asserts.ts';
import { azuriteConfigs, startAzurite } from './servers.ts';
import type { TestServer } from './servers.ts';

/** Opens a bucket that holds these keys, of a server of its own: with so much in it, it is slow for all other tests. */
export async function openFilledAzurite(keys: readonly string[]): Promise<Bucket> {
  const server = await startAzurite();
  const bucket = await openAzureBlob('full', azuriteConfigs(server), contextOf());
  await fill(server, bucket, keys);
  return { ...bucket, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Gives the bucket, which must be empty, these keys, each with itself as the value. The server is restarted. */
async function fill(server: TestServer, bucket: Bucket, keys: readonly string[]): Promise<void> {
  await bucket.set('all', bytes(keys.join('')));
  await server.stop('SIGTERM');
  const file = path.join(server.folder, '__azurite_db_blob__.json');
  const database = JSON.parse(await readFile(file, 'utf8')) as { collections: Collection[] };
  const collection = database.collections.find(({ name }) => name === '$BLOBS_COLLECTION$');
  const all = collection?.data.find(({ name }) => name === 'all');
  assert.ok(collection && all, 'Azurite wrote its database');

  let { offset } = all.persistency;
  let id = collection.maxId;
  collection.data = collection.data.filter((blob) => blob !== all);
  for (const name of keys) {
    const count = Buffer.byteLength(name);
    const properties = { ...all.properties, contentLength: count };
    collection.data.push({
      ...all,
      name,
      properties,
      persistency: { ...all.persistency, offset, count },
      $loki: ++id,
    });
    offset += count;
  }
  collection.maxId = id;
  collection.idIndex = null;
  for (const property of ['accountName', 'containerName', 'name', 'snapshot'] as const) {
    const valueOf = (at: number) => collection.data[at]?.[property] ?? '';
    const before = (left: string, right: string) => (left < right ? -1 : Number(left > right));
    collection.binaryIndices[property].values = [...collection.data.keys()].sort((left, right) =>
      before(valueOf(left), valueOf(right)),
    );
  }
  await writeFile(file, JSON.stringify(database));
  await server.start();
}

/** The parts of Azurite's database (a LokiJS file) that are written here. */
interface Collection {
  readonly name: string;
  data: Blob[];
  maxId: number;
  idIndex: null;
  readonly binaryIndices: Record<'accountName' | 'containerName' | 'name' | 'snapshot', { values: number[] }>;
}

interface Blob {
  readonly accountName: string;
  readonly containerName: string;
  readonly name: string;
  readonly snapshot: string;
  readonly properties: { readonly contentLength: number };
  readonly persistency: { readonly id: string; readonly offset: number; readonly count: number };
  readonly $loki: number;
}
