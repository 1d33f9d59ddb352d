/** S3's emulators, behind blobstore.aws_s3: Adobe's S3Mock in a container, fauxqs as a local server. */
import { get } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { awsConfigs, awsTarget } from '../aws-target.ts';
import type { Address, Backend } from '../backend.ts';

const data = '/data';

/** What an answer is read of, in bytes. */
const enough = 4096;

export const backend: Backend = {
  id: 's3',
  title: 'S3',
  container: {
    image: 'adobe/s3mock:5.1.0',
    port: 9090,
    data,
    launch: () => ({
      command: [],
      environment: {
        COM_ADOBE_TESTING_S3MOCK_STORE_ROOT: data,
        COM_ADOBE_TESTING_S3MOCK_STORE_RETAIN_FILES_ON_EXIT: 'true',
      },
      secrets: [],
    }),
  },
  local: {
    command: 'fauxqs',
    // an empty database of SQLite, with its log: 150 kB; every object is in it
    emptyBytes: 170_000,
    listening: /Server listening at /,
    launch: ({ host, port }, places) => ({
      arguments: [],
      files: { 'prelude.mjs': prelude(host) },
      environment: {
        NODE_OPTIONS: `--import ${pathToFileURL(path.join(places.settings, 'prelude.mjs')).href}`,
        FAUXQS_PORT: String(port),
        FAUXQS_DATA_DIR: places.data,
        FAUXQS_PERSISTENCE: 'true',
        FAUXQS_LOGGER: 'false',
      },
      secrets: [],
    }),
  },
  target: (configs) => awsTarget('blobstore.aws_s3', configs),
  configs: awsConfigs,
  ready,
};

/**
 * The command of fauxqs 2.4 listens on every interface, where nobody is asked for a login, and keeps its data in memory. The
 * program that its container runs lies beside it and reads FAUXQS_DATA_DIR; and where it listens, nothing says but this.
 */
function prelude(host: string): string {
  return `import { registerHooks } from 'node:module';
import net from 'node:net';
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return { ...found, url: found.url.replace(/\\/fauxqs\\/dist\\/cli\\.js$/, '/fauxqs/dist/server.js') };
  },
});
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (options, ...rest) {
  const where = typeof options === 'object' ? { ...options, host: ${JSON.stringify(host)} } : options;
  return listen.call(this, where, ...rest);
};
`;
}

/** The list of buckets, or a refusal in S3's own words. */
function ready({ host, port }: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/', signal, timeout: 1000, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        if (text.length < enough) text += part;
      });
      response.on('error', () => resolve(false));
      response.on('end', () => resolve(/<(?:ListAllMyBucketsResult|Error)\b/.test(text)));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
