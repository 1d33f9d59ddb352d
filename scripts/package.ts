/** `npm run package`: makes slight-VERSION.vsix, to install with **Extensions: Install from VSIX…**. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageExtension } from './package/extension.ts';

const root = path.join(import.meta.dirname, '..');
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const file = path.join(root, `slight-${version}.vsix`);
await packageExtension(file);
console.log(`${path.basename(file)} is made: install it in VS Code with Extensions: Install from VSIX…`);
