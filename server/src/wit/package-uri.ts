/**
 * The URIs of texts that are in no file of their own: what slight ships, in the version that is asked
 * for, and what a package says that is encoded as a component. Clients that ask for the content of documents (LSP 3.18, `workspace/textDocumentContent`) show them.
 */
import path from 'node:path';

export const packageScheme = 'slight-wit';

/** The authority of those that slight ships. */
const shipped = `${packageScheme}://slight/`;

/** `slight-wit://slight/wasi/io-0.2.3.wit` for `wasi:io@0.2.3`. */
export function shippedUri(id: string, version: string | undefined): string {
  return `${shipped}${id.replaceAll(':', '/')}${version === undefined ? '' : `-${version}`}.wit`;
}

/** The package that a URI of `shippedUri` is of; undefined for every other. */
export function versionIn(
  uri: string,
): { readonly id: string; readonly version: string | undefined } | undefined {
  if (!uri.startsWith(shipped)) return undefined;
  const [, name, version] = /^(.+?)(?:-(\d+\.\d+\.\d+.*))?\.wit$/.exec(uri.slice(shipped.length)) ?? [];
  return name === undefined ? undefined : { id: name.replaceAll('/', ':'), version };
}

/** True for the text of a package, which is nobody's to change. */
export function isPackageUri(uri: string): boolean {
  return uri.startsWith(`${packageScheme}:`);
}

/** `slight-wit:/app/wit/deps/io.wasm.wit` for `/app/wit/deps/io.wasm`, spelled as VS Code spells it. */
export function encodedUri(file: string): string {
  const slashed = file.split(path.sep).join('/').toWellFormed();
  const rooted = slashed.replace(/^([A-Z]):/i, (drive) => `/${drive.toLowerCase()}`);
  const encoded = encodeURIComponent(rooted).replaceAll('%2F', '/');
  const more = encoded.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${packageScheme}:${more}.wit`;
}

/** The file that a URI of `encodedUri` is of; undefined for every other. */
export function encodedIn(uri: string): string | undefined {
  const [, encoded] = /^slight-wit:(\/(?!\/).*\.(?:wasm|wat))\.wit$/.exec(uri) ?? [];
  if (encoded === undefined) return undefined;
  try {
    return path.normalize(decodeURIComponent(encoded).replace(/^\/([a-z]:)/, '$1'));
  } catch {
    return undefined;
  }
}
