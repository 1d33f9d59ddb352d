/** Certificates of servers of the tests, which nobody has signed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A certificate for 127.0.0.1, `cert.pem` and `key.pem`, in a folder of its own. */
export async function makeCertificate() {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-certificate-'));
  const names = 'subjectAltName=IP:127.0.0.1';
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
  const { status, stderr } = spawnSync(
    'openssl',
    ['req', '-x509', '-days', '2', '-subj', '/CN=slight', '-addext', names, '-out', 'cert.pem', ...key],
    { cwd: folder.path, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return folder;
}
