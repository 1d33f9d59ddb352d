/**
 * Images of the backends without a registry: Debian's Redis and etcd, and npm's Azurite on this machine's Node, each with the
 * shared libraries that it needs and nothing else. Their tar files are kept in .cache/images.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { chmodSync, cpSync, realpathSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { backend as azurite } from '@slight/runtime/backends/servers/azurite.ts';
import { backend as etcd } from '@slight/runtime/backends/servers/etcd.ts';
import { backend as redis } from '@slight/runtime/backends/servers/redis.ts';
import { toolsFolder } from '../setup/steps/tools.ts';

const cache = path.join(import.meta.dirname, '../../.cache/images');

interface Image {
  readonly reference: string;
  /** What it is made of: another version of that is another image. */
  readonly inputs: () => readonly string[];
  /** Fills the image's root folder. */
  readonly fill: (root: string) => void;
}

/** In Debian it is a link, to a program that does what the link's name says. */
const redisServer = '/usr/bin/redis-server';

const etcdServer = '/usr/bin/etcd';

const images: readonly Image[] = [
  {
    reference: etcd.container.image,
    inputs: () => [execFileSync(etcdServer, ['--version'], { encoding: 'utf8' })],
    fill: (root) => addProgram(root, etcdServer, '/usr/local/bin/etcd'),
  },
  {
    reference: redis.container.image,
    inputs: () => [execFileSync(redisServer, ['--version'], { encoding: 'utf8' })],
    fill: (root) => addProgram(root, redisServer, '/usr/local/bin/redis-server'),
  },
  {
    reference: azurite.container.image,
    inputs: () => [process.version, readFileSync(path.join(toolsFolder, 'package-lock.json'), 'utf8')],
    fill(root) {
      addProgram(root, process.execPath, '/usr/local/bin/node');
      cpSync(path.join(toolsFolder, 'node_modules'), path.join(root, 'opt/node_modules'), {
        recursive: true,
        verbatimSymlinks: true,
        // maps, types and sources are a third of it
        filter: (file) => !/\.(map|md|ts)$/.test(file),
      });
      const program = path.join(root, 'usr/local/bin/azurite-blob');
      writeFileSync(
        program,
        '#!/usr/local/bin/node\nrequire("/opt/node_modules/azurite/dist/src/blob/main.js");\n',
      );
      chmodSync(program, 0o755);
    },
  },
];

/** Gives the engine every image. */
export async function importImages(host: string): Promise<void> {
  for (const image of images) await importImage(host, image.reference, archive(image));
}

/** The tar file of an image, made if it is not in the cache. */
function archive({ reference, inputs, fill }: Image): string {
  const print = createHash('sha256')
    .update(JSON.stringify([readFileSync(import.meta.filename, 'utf8'), ...inputs()]))
    .digest('hex')
    .slice(0, 16);
  const name = reference.replaceAll(/[^a-z0-9.]+/g, '-');
  const file = path.join(cache, `${name}-${print}.tar`);
  if (existsSync(file)) return file;
  const root = mkdtempSync(path.join(tmpdir(), 'slight-image-'));
  try {
    chmodSync(root, 0o755);
    for (const folder of ['tmp', 'data', 'etc']) mkdirSync(path.join(root, folder), { recursive: true });
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

/** Copies a program with the libraries that it is linked to. */
function addProgram(root: string, program: string, target: string): void {
  const add = (source: string, to: string) => {
    mkdirSync(path.dirname(path.join(root, to)), { recursive: true });
    cpSync(realpathSync(source), path.join(root, to));
  };
  add(program, target);
  chmodSync(path.join(root, target), 0o755);
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const library of libraries) add(library, library);
}

/** `docker import`, over the engine's socket. */
async function importImage(host: string, reference: string, file: string): Promise<void> {
  const [repo = '', tag = ''] = reference.split(/:(?=[^/]*$)/);
  const query = new URLSearchParams({ fromSrc: '-', repo, tag });
  query.append('changes', 'ENV PATH=/usr/local/bin:/usr/bin:/bin');
  query.append('changes', 'WORKDIR /data');
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
    throw new Error(`${reference} cannot be imported: ${lines}`);
}
