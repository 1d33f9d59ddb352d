/**
 * What the images of the tests are made of. Each has what the published image of its name has for an outside: the user that
 * it runs as, what its entry point does with its command, and the variables that it reads. Inside is the server that a
 * package has: Debian's, or npm's.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { backend as azurite } from '@slight/runtime/backends/servers/azurite.ts';
import { backend as dynamodb } from '@slight/runtime/backends/servers/dynamodb.ts';
import { backend as etcd } from '@slight/runtime/backends/servers/etcd.ts';
import { backend as mosquitto } from '@slight/runtime/backends/servers/mosquitto.ts';
import { backend as nats } from '@slight/runtime/backends/servers/nats.ts';
import { backend as postgres } from '@slight/runtime/backends/servers/postgres.ts';
import { backend as redis } from '@slight/runtime/backends/servers/redis.ts';
import { backend as s3 } from '@slight/runtime/backends/servers/s3.ts';
import type { Backend } from '@slight/runtime/backends/backend.ts';
import { toolsFolder } from '../setup/steps/tools.ts';
import { addPackage, addProgram, addScript, addUsers, modules } from './image-root.ts';

export interface Image {
  readonly backend: Backend;
  /** The program inside, for people: what was really run. */
  readonly program: string;
  /** What it is made of: another version of that is another image. */
  readonly inputs: () => readonly string[];
  /** Fills the image's root folder. */
  readonly fill: (root: string) => void;
  /** Lines of a Dockerfile, of those that `docker import --change` takes. */
  readonly settings?: readonly string[];
}

const entryPoint = '/usr/local/bin/docker-entrypoint.sh';
const started = [`ENTRYPOINT ["${entryPoint}"]`];

/** As the images of Docker's own library do: what root is to start gets the data, and is no longer root. */
const programs = ['/bin/sh', '/bin/chown', '/usr/bin/id'];

function version(program: string, flag = '--version'): readonly string[] {
  return [execFileSync(program, [flag], { encoding: 'utf8' })];
}

/** A server that is one program, which has this place in the published image. */
function oneProgram(backend: Backend, program: string, target: string, flag?: string): Image {
  return {
    backend,
    program: path.basename(target),
    inputs: () => version(program, flag),
    fill: (root) => addProgram(root, program, target),
  };
}

/** A package of npm that does the work of the image's program, and is told what to do as that is. */
function onePackage(
  backend: Backend,
  name: string,
  fill: (root: string) => void,
  settings?: readonly string[],
): Image {
  return {
    backend,
    program: name,
    inputs: () => [process.version, readFileSync(path.join(toolsFolder, 'package-lock.json'), 'utf8')],
    fill(root) {
      addPackage(root, path.join(toolsFolder, 'node_modules'), name);
      fill(root);
    },
    ...(settings && { settings }),
  };
}

const postgresFolder = () => path.dirname(globSync('/usr/lib/postgresql/*/bin').sort().at(-1) ?? '/nowhere');

export const images: readonly Image[] = [
  oneProgram(etcd, '/usr/bin/etcd', '/usr/local/bin/etcd'),
  // in Debian it is a link, to a program that does what the link's name says
  oneProgram(redis, '/usr/bin/redis-server', '/usr/local/bin/redis-server'),
  oneProgram(nats, '/usr/sbin/nats-server', '/usr/local/bin/nats-server'),
  onePackage(azurite, 'azurite', (root) =>
    addScript(
      root,
      'usr/local/bin/azurite-blob',
      `#!/usr/local/bin/node\nrequire("${modules}/azurite/dist/src/blob/main.js");\n`,
    ),
  ),
  {
    backend: mosquitto,
    program: 'mosquitto',
    inputs: () => readFileSync('/var/lib/dpkg/status', 'utf8').match(/^Package: mosquitto\n[^]*?\n\n/m) ?? [],
    fill(root) {
      for (const program of programs) addProgram(root, program);
      addProgram(root, '/usr/sbin/mosquitto');
      addUsers(root, { mosquitto: 1883 });
      addScript(
        root,
        entryPoint,
        '#!/bin/sh\nset -e\n[ "$(id -u)" != 0 ] || chown -R mosquitto:mosquitto /mosquitto\nexec "$@"\n',
      );
    },
    settings: started,
  },
  {
    backend: postgres,
    program: 'postgres',
    inputs: () => version(path.join(postgresFolder(), 'bin/postgres')),
    fill: fillPostgres,
    settings: started,
  },
  onePackage(
    dynamodb,
    'dynalite',
    (root) => addScript(root, 'usr/local/bin/java', dynamoDbLocal),
    // of no name, as it has no home either: who may write where is the point
    ['ENTRYPOINT ["java"]', 'USER 1000'],
  ),
  onePackage(s3, 'fauxqs', (root) => addScript(root, entryPoint, s3Mock), started),
];

/** The image that the container of a backend is made of, where there is one. */
export function imageOf({ id }: Pick<Backend, 'id'>): Image | undefined {
  return images.find(({ backend }) => backend.id === id);
}

function fillPostgres(root: string): void {
  const folder = postgresFolder();
  const share = folder.replace('/lib/', '/share/');
  for (const program of [...programs, '/bin/bash', '/bin/mkdir', '/bin/chmod', '/usr/bin/setpriv'])
    addProgram(root, program);
  for (const copied of [path.join(folder, 'lib'), share, '/usr/share/zoneinfo'])
    cpSync(copied, path.join(root, copied), { recursive: true, verbatimSymlinks: true });
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    addProgram(root, path.join(folder, 'bin', program));
    addScript(
      root,
      `usr/local/bin/${program}`,
      `#!/bin/sh\nexec ${path.join(folder, 'bin', program)} "$@"\n`,
    );
  }
  mkdirSync(path.join(root, 'var/run/postgresql'), { recursive: true });
  const sample = path.join(root, share, 'postgresql.conf.sample');
  const text = readFileSync(sample, 'utf8');
  writeFileSync(sample, text.replace(/^#listen_addresses = .*/m, "listen_addresses = '*'"));
  addUsers(root, { postgres: 70 });
  addScript(root, entryPoint, postgresStart);
}

/** Makes the cluster once, as the user postgres, while nobody can reach it by the network. */
const postgresStart = `#!/bin/bash
set -euo pipefail
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  chown -R postgres "$PGDATA" /var/run/postgresql
  exec setpriv --reuid postgres --regid postgres --clear-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  method=\${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [ -z "\${POSTGRES_PASSWORD:-}" ] && [ "$method" != trust ]; then
    echo 'Database is uninitialized and superuser password is not specified.' >&2
    exit 1
  fi
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\\n' "\${POSTGRES_PASSWORD:-}")
  printf 'host all all all %s\\n' "$method" >> "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@"
`;

/** The command line of DynamoDB local, with dynalite behind it. */
const dynamoDbLocal = `#!/usr/local/bin/node
const flags = process.argv.slice(2);
const take = (name, count) => {
  const at = flags.indexOf(name);
  return at === -1 ? [] : flags.splice(at, 1 + count).slice(1);
};
const [jar] = take('-jar', 1);
const [path] = take('-dbPath', 1);
take('-sharedDb', 0);
take('-disableTelemetry', 0);
if (jar !== 'DynamoDBLocal.jar' || flags.length > 0) {
  console.error('Unrecognized option: ' + flags.join(' '));
  process.exit(1);
}
const server = require('${modules}/dynalite')({
  path: path && path + '/tables', createTableMs: 0, deleteTableMs: 0, updateTableMs: 0,
});
server.listen(8000, '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));
`;

/** The variables of S3Mock, with fauxqs behind them. */
const s3Mock = `#!/usr/local/bin/node
const { COM_ADOBE_TESTING_S3MOCK_STORE_ROOT: dataDir, COM_ADOBE_TESTING_S3MOCK_STORE_RETAIN_FILES_ON_EXIT: keeps } =
  process.env;
const isKept = keeps === 'true' && dataDir !== undefined;
import('${modules}/fauxqs/dist/app.js').then(async ({ startFauxqs }) => {
  const server = await startFauxqs({ port: 9090, host: '0.0.0.0', logger: false, ...(isKept && { dataDir }) });
  process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
});
`;
