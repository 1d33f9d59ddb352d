/** Versions of packages, as semver has them. */

/** True for versions of which one can stand in for the other, by semver's rule. */
export function isCompatible(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && track(one) === track(other);
}

function track(version: string): string {
  if (version.includes('-')) return version;
  const [major = '', minor = '', patch = ''] = version.split('.');
  if (major !== '0') return major;
  return minor === '0' ? `0.0.${patch}` : `0.${minor}`;
}
