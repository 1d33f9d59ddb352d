/**
 * The key of a lock: `<name>:<lock>`, and of one that is held or waited for, `/` and its lease in hexadecimal. A `:` and a
 * `%` of the name are escaped, so that no two names share locks, and so are `/` and `%` of the lock: etcd takes all keys
 * below `<lock>/` for those that wait for it.
 */
export function lockKey(name: string, lock: Uint8Array, lease?: string): Uint8Array {
  const ofName = name.replace(/[:%/]/g, encodeURIComponent);
  const ofLock = Buffer.from(lock).toString('latin1').replace(/[%/]/g, encodeURIComponent);
  return Buffer.concat([
    Buffer.from(`${ofName}:`),
    Buffer.from(ofLock, 'latin1'),
    Buffer.from(lease === undefined ? '' : `/${lease}`),
  ]);
}
