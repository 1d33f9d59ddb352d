/**
 * The releases that the newest text of a package tells: a patch release only adds, and what it adds says so with
 * `@since` (https://github.com/WebAssembly/component-model/blob/main/design/mvp/WIT.md, "Feature Gates").
 */
import type { Item } from './tree.ts';
import type { WitSource } from './surroundings.ts';

/** True where a text of the version `newest` also tells what `version` was: it itself, or an earlier patch of it. */
export function isReleaseOf(newest: string | undefined, version: string | undefined): boolean {
  if (newest === version) return true;
  const [last, asked] = [numbersOf(newest), numbersOf(version)];
  return last !== undefined && asked !== undefined && last.track === asked.track && asked.patch <= last.patch;
}

/** The releases of `isReleaseOf`, the newest first; a draft is the only one. */
export function releasesOf(newest: string): readonly string[] {
  const numbers = numbersOf(newest);
  if (!numbers) return [newest];
  const { track, patch } = numbers;
  return Array.from({ length: patch + 1 }, (_, index) => `${track}.${patch - index}`);
}

/**
 * The text of a package as of an earlier release of `isReleaseOf`. The packages of one standard are released together, so
 * paths to them get its version too. What came later is cut out, and leaves its lines empty: every other line is where it
 * is in the newest text.
 */
export function releaseText({ text, file }: WitSource, version: string): string {
  const newest = file.package?.version?.value;
  if (newest === undefined || newest === version) return text;
  let kept = '';
  let at = 0;
  for (const { span } of laterThan(version, file.items)) {
    kept += text.slice(at, span.start) + text.slice(span.start, span.end).replace(/[^\n]/g, '');
    at = span.end;
  }
  kept += text.slice(at);
  const asWritten = new RegExp(`(?<=[\\w-]@)${newest.replaceAll('.', '\\.')}(?![\\w+-])`, 'g');
  return kept.replaceAll(/^[^\S\n]+$/gm, '').replaceAll(asWritten, version);
}

/** The outermost items that are not in a release yet, in the order of the text. */
function laterThan(version: string, items: readonly Item[]): readonly Item[] {
  return items.flatMap((item): readonly Item[] => {
    const since = item.gates.find(({ name }) => name.value === 'since');
    const from = since?.arguments.find(({ key }) => key.value === 'version')?.value.value;
    if (from !== undefined && !isReleaseOf(version, from)) return [item];
    if (item.kind === 'resource') return laterThan(version, item.functions);
    return 'items' in item ? laterThan(version, item.items) : [];
  });
}

/** Undefined for what is no release: a draft stands for itself alone. */
function numbersOf(version = ''): { readonly track: string; readonly patch: number } | undefined {
  const [, track, patch] = /^(\d+\.\d+)\.(\d+)$/.exec(version) ?? [];
  return track === undefined ? undefined : { track, patch: Number(patch) };
}
