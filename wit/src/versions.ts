/** Versions of packages, as semver has them. */

/** True for versions of which one can stand in for the other, by semver's rule. */
export function isCompatible(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && track(one) === track(other);
}

/** True for a version and a draft of it: `0.3.0-rc-2026-03-15` and `0.3.0`. */
export function isDraftOf(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.split('-', 1)[0] === other.split('-', 1)[0];
}

function track(version: string): string {
  if (version.includes('-')) return version;
  const [major = '', minor = '', patch = ''] = version.split('.');
  if (major !== '0') return major;
  return minor === '0' ? `0.0.${patch}` : `0.${minor}`;
}

// semver.org, "Is there a suggested regular expression": the parts of a pre-release and of a build are told apart loosely
const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([^+]*))?(?:\+.*)?$/;

/** True for a whole version: three numbers, with or without a pre-release and a build. */
export function isVersion(text: string): boolean {
  return semver.test(text);
}

/** True where `one` comes after `other` (semver, 11). Of what is no version, nothing is later. */
export function isLater(one: string, other: string): boolean {
  const [first, second] = [semver.exec(one), semver.exec(other)];
  if (!first || !second) return false;
  for (const at of [1, 2, 3]) {
    const difference = Number(first[at]) - Number(second[at]);
    if (difference !== 0) return difference > 0;
  }
  return comparePreReleases(first[4], second[4]) > 0;
}

/** A version without a pre-release comes after those with one. */
function comparePreReleases(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  const [parts, others] = [one.split('.'), other.split('.')];
  for (const [index, part] of parts.entries()) {
    const another = others[index];
    if (another === undefined) return 1;
    if (part === another) continue;
    const areNumbers = [part, another].map((each) => /^\d+$/.test(each));
    if (areNumbers[0] && areNumbers[1]) return Number(part) - Number(another);
    if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
    return part < another ? -1 : 1;
  }
  return parts.length - others.length;
}
