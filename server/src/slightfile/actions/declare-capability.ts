/** A capability that a guest opens and no slightfile declares: the edits, or the whole file, that declare it. */
import type { CapabilityKind, Resource } from '@slight/slightfile/catalogue.ts';
import { findConfig, resourcesOf, spellingOf } from '@slight/slightfile/catalogue.ts';
import type { Block } from '@slight/slightfile/block.ts';
import { configLine, insert } from '@slight/slightfile/edits/edits.ts';
import { tomlString } from '@slight/slightfile/toml/write.ts';
import type { ConfigEntry } from '@slight/slightfile/edits/edits.ts';
import { lineEndOf } from '@slight/text/line-ends.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import { isNeeded, proposedConfig } from '@slight/slightfile/edits/serve-by.ts';
import { quote } from '@slight/text/words.ts';
import { referencesIn } from '@slight/slightfile/references.ts';
import { holdsPassword } from '@slight/slightfile/values/written-address.ts';
import { fileFormat } from '../block.ts';
import type { File } from '../file.ts';
import { blocksOf, secretNames } from './blocks.ts';

/** One way to declare it, as an action's title and edits. */
export interface Way {
  /** `Declare "orders" as keyvalue.filesystem` */
  readonly title: string;
  readonly resource: string;
  readonly edits: readonly TextEdit[];
}

/**
 * The ways to declare a name that a guest opens, the likeliest first: what serves that kind in the file already, then
 * what else can. None where the name is declared, where everything is (`*`, or any capability of the kind in the 0.1
 * format), and where nothing can be appended.
 * @param kinds those that it can be of, the likeliest first
 */
export function declareCapability(
  file: File,
  name: string,
  kinds: readonly CapabilityKind[],
): readonly Way[] {
  const { document } = file.slightfile;
  const list = document.root.members.get('capability')?.value;
  if (document.errors.length > 0 || (list && list.kind !== 'table-array')) return [];
  const format = fileFormat(file);
  // a block of 0.2 with such a name is read as one of 0.1
  if (format === '0.2' && isResource(name)) return [];
  const blocks = blocksOf(file);
  return kinds.flatMap((kind) => {
    const kin = blocks.filter(({ resource }) => resource?.capability === kind);
    return isServed(kin, name) || (name === '*' && kin.length > 0) ? [] : ways(file, kind, kin, name, format);
  });
}

/** The text of a slightfile that declares this and nothing else. */
export function missingSlightfile(kind: CapabilityKind, name: string): string {
  const resource = choices(kind, [])[0];
  const block = resource ? blockLines(resource, name, '0.2', proposals(resource, new Set())) : [];
  return ['specversion = "0.2"', '', ...block, ''].join('\n');
}

function ways(
  file: File,
  kind: CapabilityKind,
  kin: readonly Block[],
  name: string,
  format: '0.1' | '0.2',
): readonly Way[] {
  const secrets = secretNames(file);
  return choices(kind, kin).map((resource) => {
    const like = kin.findLast((block) => block.resource === resource);
    const configs = proposals(resource, secrets).map((entry) => referenceOf(like, resource, entry));
    return {
      // HTTP is not opened by a name
      title: resource.id === kind ? `Declare ${kind}` : `Declare ${quote(name)} as ${resource.id}`,
      resource: resource.id,
      edits: [append(file, blockLines(resource, name, format, configs))],
    };
  });
}

/** Those that the file uses, then those that this version serves, or else those that it will. */
function choices(kind: CapabilityKind, kin: readonly Block[]): readonly Resource[] {
  const used = kin.flatMap(({ resource }) => (resource && resource.status !== 'never' ? [resource] : []));
  const possible = resourcesOf(kind)
    .filter(({ status }) => status !== 'never')
    .toSorted((one, other) => one.configs.length - other.configs.length);
  const served = possible.filter(({ status }) => status === 'served');
  return [...new Set([...used, ...(served.length > 0 ? served : possible)])];
}

function proposals({ configs }: Resource, secrets: ReadonlySet<string>): readonly ConfigEntry[] {
  return configs.filter(isNeeded).map((config) => proposedConfig(config, secrets));
}

/** The config with what its sibling reads it from; a value that stands in the file is not repeated. */
function referenceOf(like: Block | undefined, resource: Resource, [key, value]: ConfigEntry): ConfigEntry {
  const same = like?.capability.configs.find((config) => findConfig(resource, config.key)?.key === key);
  const written = same?.value;
  const isReferred = written && referencesIn(written).length > 0 && written.malformed.length === 0;
  return [key, isReferred && !holdsPassword(written.text.value) ? written.text.value : value];
}

function blockLines(
  { id }: Resource,
  name: string,
  format: '0.1' | '0.2',
  configs: readonly ConfigEntry[],
): readonly string[] {
  if (format === '0.1') return ['[[capability]]', `name = ${tomlString(id)}`];
  const lines = ['[[capability]]', `resource = ${tomlString(id)}`, `name = ${tomlString(name)}`];
  return configs.length === 0 ? lines : [...lines, '[capability.configs]', ...configs.map(configLine)];
}

function append({ slightfile }: File, lines: readonly string[]): TextEdit {
  const { text } = slightfile.document;
  const newline = lineEndOf(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
  return insert(text.length, gap + lines.map((line) => line + newline).join(''));
}

function isServed(kin: readonly Block[], name: string): boolean {
  return kin.some(
    ({ capability }) =>
      capability.format === '0.1' || capability.name?.value === name || capability.name?.value === '*',
  );
}

function isResource(name: string): boolean {
  const spelling = spellingOf(name);
  return spelling !== undefined && spelling !== 'gone';
}
