/** Which interfaces the hosts of the runtime serve, and in which versions. */
import { serves } from './interface-version.ts';
import { rowOf } from './interfaces.ts';

/** True where a host serves the import: in this version, or in one that is compatible with it. */
export function isServed(name: string): boolean {
  return served(name).some((each) => serves(each, name));
}

/** The interface that is served in the place of an import: the import itself, or the same one of another version. */
export function servedLike(name: string): string | undefined {
  return isServed(name) ? name : served(name)[0];
}

/** The names under which the interface is served, each with its version. */
function served(name: string): readonly string[] {
  const row = rowOf(name);
  if (row?.host === undefined) return [];
  const [base = ''] = name.split('@');
  return row.versions?.map((version) => `${base}@${version}`) ?? [base];
}
