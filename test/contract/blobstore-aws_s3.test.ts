import { blobstoreContract } from './blobstore.ts';
import { driver } from './driver.ts';

blobstoreContract('blobstore.aws_s3', driver('blobstore.aws_s3'));
