/** A run that sends an object to S3 in parts, and is killed before it is whole: `PORT BUCKET FOLDER BYTES`. */
import { openS3 } from '@slight/runtime/providers/blobstore/aws_s3.ts';
import { dynaliteConfigs as awsConfigs } from './servers.ts';

const [port = '', bucket = '', folder = '', bytes = ''] = process.argv.slice(2);
const context = { signal: new AbortController().signal, folder };
const container = await openS3(bucket, awsConfigs({ port: Number(port) }), context);
const writer = await container.write('of one that is killed');
await writer.write(Buffer.alloc(Number(bytes)));
process.stdout.write('sent\n');
setInterval(() => undefined, 1_000);
