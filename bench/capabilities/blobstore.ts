/** What putting and getting an object costs a guest, beside the same client of S3 called by Node itself. */
import { randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { openS3 } from '@slight/runtime/providers/blobstore/aws_s3.ts';
import { patternAt } from '../../test/contract/blobstore-asserts.ts';
import { dynaliteConfigs as awsConfigs, startFauxqs } from '../../test/contract/servers.ts';
import { driveWith } from '../../test/runtime/driven.ts';
import { guest } from '../../test/runtime/guests.ts';
import type { Effort } from '../benchmark.ts';
import { inTurn, median, ratio, round, table } from '../measure.ts';
import type { Part } from '../part.ts';
import { context } from '../scratch.ts';

const small = 1024;
const large = 100_000_000;
const bucket = 'bench';
const beside = '@aws-sdk/client-s3, from Node';
const ours = 'a legacy guest';

/** Objects of 1 KB, and of 100 MB in parts, put and got. */
export const part: Part = {
  async measure(effort) {
    const rows = await rowsOf(effort);
    const text = [
      '### blobstore.aws_s3',
      'An object put or got, beside the same client called from Node. A guest is told what to do by its configs, which is in its figures.',
      table(
        ['', beside, ours, 'ratio'],
        rows.map(({ what, guestTook, nodeTook }) => [
          what,
          `${round(median(nodeTook))} ms`,
          `${round(median(guestTook))} ms`,
          round(ratio(guestTook, nodeTook)),
        ]),
      ),
    ].join('\n\n');
    return { text, highlights: [] };
  },
};

interface Row {
  readonly what: string;
  /** Milliseconds each, round by round. */
  readonly guestTook: readonly number[];
  readonly nodeTook: readonly number[];
}

async function rowsOf({ rounds, calls }: Pick<Effort, 'rounds' | 'calls'>): Promise<readonly Row[]> {
  await using server = await startFauxqs();
  await using store = await openS3(bucket, awsConfigs(server), context());
  await using driven = driveWith(await guest('c-blob-store'), { blobstore: { store } });
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL } = awsConfigs(server);
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: AWS_ENDPOINT_URL,
    forcePathStyle: true,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  using _client = { [Symbol.dispose]: () => client.destroy() };
  const value = randomBytes(small);
  const place = (key: string) => ({ Bucket: bucket, Key: key });
  const got = async (key: string) => (await client.send(new GetObjectCommand(place(key)))).Body;

  const timed = (times: number, work: () => Promise<unknown>) => async () => {
    const start = performance.now();
    for (let count = 0; count < times; count++) await work();
    return (performance.now() - start) / times;
  };
  const row = async (
    what: string,
    times: number,
    guestDoes: () => Promise<unknown>,
    nodeDoes: () => Promise<unknown>,
  ): Promise<Row> => {
    const values = await inTurn(
      { [beside]: timed(times, nodeDoes), [ours]: timed(times, guestDoes) },
      rounds,
    );
    return { what, guestTook: values[ours], nodeTook: values[beside] };
  };

  return [
    await row(
      'an object of 1 KB is put',
      Math.ceil(calls / 50),
      () => driven.command('write', 'small', value),
      () => client.send(new PutObjectCommand({ ...place('node-small'), Body: value })),
    ),
    await row(
      'an object of 1 KB is got',
      Math.ceil(calls / 50),
      () => driven.command('read', 'small'),
      async () => (await got('small'))?.transformToByteArray(),
    ),
    await row(
      'an object of 100 MB is put',
      1,
      () => driven.command('fill', 'large', String(large)),
      () => new Upload({ client, params: { ...place('node-large'), Body: pieces() } }).done(),
    ),
    await row(
      'an object of 100 MB is got',
      1,
      () => driven.command('sum', 'large'),
      async () => {
        let at = 0;
        for await (const piece of (await got('large')) as AsyncIterable<Uint8Array>) {
          // who reads an object looks at it
          if (Buffer.compare(piece, patternAt(at, piece.length)) !== 0)
            throw new Error(`other bytes at ${at}`);
          at += piece.length;
        }
      },
    ),
  ];
}

/** An object of 100 MB, as a stream. */
function pieces(): ReadableStream<Uint8Array> {
  const piece = 65_536;
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const length = Math.min(piece, large - at);
      if (length === 0) controller.close();
      else controller.enqueue(patternAt(at, length));
      at += length;
    },
  });
}
