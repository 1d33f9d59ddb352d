/**
 * Images of the backends without a registry: servers of Debian's and npm's packages, each with the shared libraries that it
 * needs and little else (image-list.ts). Their tar files are kept in .cache/images.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { images } from './image-list.ts';
import type { Image } from './image-list.ts';

const cache = path.join(import.meta.dirname, '../../.cache/images');

/** What decides how an image comes out, besides its server. */
const recipes = ['image-list.ts', 'image-root.ts', 'images.ts'].map((file) =>
  path.join(import.meta.dirname, file),
);

/** Gives the engine the images of these backends. */
export async function importImages(host: string, backends: readonly string[]): Promise<void> {
  for (const image of images) {
    if (backends.includes(image.backend.id)) await importImage(host, image, archive(image));
  }
}

/** The tar file of an image, made if it is not in the cache. */
function archive({ backend, inputs, fill }: Image): string {
  const print = createHash('sha256')
    .update(JSON.stringify([...recipes.map((file) => readFileSync(file, 'utf8')), ...inputs()]))
    .digest('hex')
    .slice(0, 16);
  const name = backend.container.image.replaceAll(/[^a-z0-9.]+/g, '-');
  const file = path.join(cache, `${name}-${print}.tar`);
  if (existsSync(file)) return file;
  const root = mkdtempSync(path.join(tmpdir(), 'slight-image-'));
  try {
    chmodSync(root, 0o755);
    for (const folder of ['tmp', 'data', 'etc']) mkdirSync(path.join(root, folder), { recursive: true });
    chmodSync(path.join(root, 'tmp'), 0o1777);
    fill(root);
    mkdirSync(cache, { recursive: true });
    const draft = `${file}.${process.pid}`;
    execFileSync('tar', ['-C', root, '-cf', draft, '.']);
    renameSync(draft, file);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return file;
}

/** `docker import`, over the engine's socket. */
async function importImage(host: string, { backend, settings = [] }: Image, file: string): Promise<void> {
  const { image } = backend.container;
  const [repo = '', tag = ''] = image.split(/:(?=[^/]*$)/);
  const query = new URLSearchParams({ fromSrc: '-', repo, tag });
  for (const line of ['ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin', 'WORKDIR /data', ...settings])
    query.append('changes', line);
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.request(
      { socketPath: host.replace('unix://', ''), method: 'POST', path: `/images/create?${query.toString()}` },
      resolve,
    );
    request.on('error', reject);
    createReadStream(file).on('error', reject).pipe(request);
  });
  const lines = await text(answer);
  if (answer.statusCode !== 200 || lines.includes('"error"'))
    throw new Error(`${image} cannot be imported: ${lines}`);
}
