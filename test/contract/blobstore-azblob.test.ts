import { blobstoreContract } from './blobstore.ts';
import { driver } from './driver.ts';

blobstoreContract('blobstore.azblob', driver('blobstore.azblob'));
