/** Why something with a file failed: the error codes of wasi:filesystem/types, and two that only preview 1 has. */

/** POSIX's error codes as wasi:filesystem/types names them. */
const codes = {
  EACCES: 'access',
  EAGAIN: 'would-block',
  EBADF: 'bad-descriptor',
  EBUSY: 'busy',
  EDQUOT: 'quota',
  EEXIST: 'exist',
  EFBIG: 'file-too-large',
  EILSEQ: 'illegal-byte-sequence',
  EINTR: 'interrupted',
  EINVAL: 'invalid',
  EISDIR: 'is-directory',
  ELOOP: 'loop',
  EMFILE: 'too-many-files',
  EMLINK: 'too-many-links',
  ENAMETOOLONG: 'name-too-long',
  ENFILE: 'too-many-files-in-system',
  ENODEV: 'no-device',
  ENOENT: 'no-entry',
  ENOMEM: 'insufficient-memory',
  ENOSPC: 'insufficient-space',
  ENOTDIR: 'not-directory',
  ENOTEMPTY: 'not-empty',
  ENOTSUP: 'unsupported',
  ENXIO: 'no-such-device',
  EOVERFLOW: 'overflow',
  EPERM: 'not-permitted',
  EPIPE: 'pipe',
  EROFS: 'read-only',
  ESPIPE: 'invalid-seek',
  ETXTBSY: 'text-file-busy',
  EXDEV: 'cross-device',
} as const;

export type FileErrorCode = (typeof codes)[keyof typeof codes] | 'io';

export class FileError extends Error {
  readonly fileCode: FileErrorCode;

  constructor(fileCode: FileErrorCode) {
    super(fileCode);
    this.name = 'FileError';
    this.fileCode = fileCode;
  }
}

/** The code of a FileError or of an error of node:fs; undefined for any other error. */
export function fileErrorCode(error: unknown): FileErrorCode | undefined {
  if (error instanceof FileError) return error.fileCode;
  const { code, errno } = error as NodeJS.ErrnoException;
  if (code === undefined || errno === undefined) return undefined;
  return (codes as Readonly<Record<string, FileErrorCode>>)[code] ?? 'io';
}
