/** An import name taken apart: `wasi:keyvalue/store@0.2.0-draft2`. Legacy names have no version. */
interface Name {
  readonly base: string;
  readonly version?: string;
}

/** True where a host of one name can serve an import of another: the same interface at a compatible version. */
export function serves(host: string, imported: string): boolean {
  const [a, b] = [parse(host), parse(imported)];
  return a.base === b.base && track(a.version) === track(b.version);
}

function parse(name: string): Name {
  const at = name.lastIndexOf('@');
  return at < 0 ? { base: name } : { base: name.slice(0, at), version: name.slice(at + 1) };
}

/**
 * The versions that are compatible with one another share a track, by the rules of the component model's import
 * names: `1` for 1.2.3, `0.6` for 0.6.1, the whole version for 0.0.1 and for pre-releases.
 */
function track(version: string | undefined): string | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(-.+)?/.exec(version ?? '');
  if (!match) return version;
  const [, major = '', minor = '', , prerelease] = match;
  if (prerelease !== undefined) return version;
  if (major !== '0') return major;
  return minor !== '0' ? `0.${minor}` : version;
}
