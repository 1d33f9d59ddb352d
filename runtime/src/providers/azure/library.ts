/** What the providers use of Azure's client library, imported by name: see eslint.config.js. */
export {
  BlobSASPermissions,
  BlobServiceClient,
  newPipeline,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
