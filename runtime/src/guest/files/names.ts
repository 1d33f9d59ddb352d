/** Names of entries as the host takes them. */
import { FileError } from './errors.ts';

/** @throws FileError `invalid` for a name that the host's own rules would make another of */
export function checkName(name: string, platform: NodeJS.Platform = process.platform): void {
  if (name.includes('\0')) throw new FileError('invalid');
  if (platform === 'win32' && (misread.test(name) || device.test(name))) throw new FileError('invalid');
}

/** Windows takes `\` for `/`, `a:b` for a stream of a, and `..` with spaces behind it for `..`. */
const misread = /[\\/:*?"<>|\p{Cc}]|[. ]$/u;
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/iu;
