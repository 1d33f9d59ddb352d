import { WitError } from '../../hosts/host.ts';

/** POSIX's error codes as wasi:filesystem/types names them. */
const codes: Readonly<Record<string, string>> = {
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
  EMLINK: 'too-many-links',
  ENAMETOOLONG: 'name-too-long',
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
};

/** The error-code that a function of wasi:filesystem/types fails with. */
export function fsError(code: string): WitError {
  return new WitError(code, code);
}

/** The error-code of an error of node:fs; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException).code;
  return code === undefined || (error as NodeJS.ErrnoException).errno === undefined
    ? undefined
    : (codes[code] ?? 'io');
}

/** Does something with node:fs, and throws its errors as the guest's. */
export function withFsErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    throw code === undefined ? error : fsError(code);
  }
}
