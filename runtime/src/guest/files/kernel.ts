/**
 * File systems that are the kernel's own: what looks like a file there is a process's memory, a setting or a device.
 * A guest that opened `/proc/self/mem` would write into slight itself.
 */
import { statfsSync } from 'node:fs';

/** Of linux/magic.h, and of the sources of those that it leaves out. */
const kinds: ReadonlySet<number> = new Set([
  0x9fa0, // proc
  0x9fa1, // openprom
  0x9fa2, // usbdevice
  0x62656572, // sysfs
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x73636673, // securityfs
  0xf97cff8c, // selinux
  0x43415d53, // smack
  0x5a3c69f0, // apparmor
  0x1cd1, // devpts
  0xcafe4a11, // bpf
  0x62656570, // configfs
  0xde5e81e4, // efivarfs
  0x6165676c, // pstore
  0x42494e4d, // binfmt_misc
  0x65735543, // fusectl
  0x6e736673, // nsfs
  0x7655821, // resctrl
  0x6c6f6f70, // binder
  0xabba1974, // xenfs
  0x6e667364, // nfsd
]);

/**
 * Whether what is at a path, behind any link, is on such a file system. Only Linux has them.
 * @throws the system's error
 */
export function isKernels(hostPath: string): boolean {
  // of 32 bits, which some platforms give a sign
  return process.platform === 'linux' && kinds.has(statfsSync(hostPath).type >>> 0);
}
