import { blobstoreContract } from './blobstore.ts';
import { driver } from './driver.ts';

blobstoreContract('blobstore.filesystem, durable', driver('blobstore.filesystem'));
blobstoreContract('blobstore.filesystem, fast', driver('blobstore.filesystem', { durable: false }));
