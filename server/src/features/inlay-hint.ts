import type { Resource } from '@slight/slightfile/catalogue.ts';
import { findConfig, findResource } from '@slight/slightfile/catalogue.ts';
import { tomlString } from '@slight/slightfile/checks/edits.ts';
import type { Capability } from '@slight/slightfile/slightfile.ts';
import { lineEndOf, partsLineEnd } from '@slight/slightfile/line-ends.ts';
import { touches } from '@slight/slightfile/span.ts';
import { countFrom } from '@slight/slightfile/toml/lookup.ts';
import { tableOf } from '@slight/slightfile/toml/tree.ts';
import type { InlayHint, Range, TextEdit } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { resourceOf } from '../block.ts';
import { explainConfig } from '../explain.ts';
import type { File } from '../file.ts';
import type { Serving } from '../serving.ts';

export interface InlayHintOptions {
  /** What serves the app's capabilities now; nothing while it does not run. */
  readonly serving: readonly Serving[];
  /** The folder that a run would keep data in, as people read it: `.slight`. */
  readonly dataFolder: string;
}

/**
 * What a run adds to the file, in a range: behind a resource what serves it, now or in the next run, and behind
 * `[capability.configs]` (or the resource, where there are none) the configs that are left out and have a default.
 */
export function inlayHints(file: File, range: Range, options: InlayHintOptions): InlayHint[] {
  const { document, slightfile } = file;
  const { capabilities } = slightfile;
  const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const running = byCapability(options.serving);
  return capabilities
    .slice(Math.max(0, countFrom(capabilities, within.start) - 1), countFrom(capabilities, within.end))
    .flatMap((capability) => hintsOf(file, capability, running, options))
    .filter(({ at }) => touches(within, at))
    .map(({ at, label, tooltip, edit }) => ({
      position: document.positionAt(at),
      label,
      tooltip: { kind: MarkupKind.Markdown, value: tooltip },
      paddingLeft: true,
      ...(edit && { textEdits: [edit] }),
    }));
}

interface Hint extends Saying {
  readonly at: number;
  /** What a double click writes into the file. */
  readonly edit?: TextEdit;
}

/** What serves a capability now: of those with its resource, the one with its name, else the one of every name. */
export function servingNow(serving: readonly Serving[], resource: string, name: string): Saying | undefined {
  const running = byCapability(serving);
  const id = findResource(resource)?.id ?? '';
  const now = running.get(keyOf(id, name)) ?? running.get(keyOf(id, undefined));
  return now && servedNow(now);
}

export interface Saying {
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

type Running = ReadonlyMap<string, Serving>;

function byCapability(serving: readonly Serving[]): Running {
  return new Map(serving.map((one) => [keyOf(findResource(one.resource)?.id ?? '', one.name), one]));
}

function keyOf(resource: string, name: string | undefined): string {
  return name === undefined ? resource : `${resource} ${name}`;
}

function hintsOf(file: File, capability: Capability, running: Running, options: InlayHintOptions): Hint[] {
  const resource = resourceOf(capability);
  const at = capability.resource?.span.end;
  if (!resource || at === undefined) return [];
  const now =
    running.get(keyOf(resource.id, capability.name?.value ?? '*')) ??
    running.get(keyOf(resource.id, undefined));
  const saying = now ? servedNow(now) : servedNext(capability, resource, options);
  return [...(saying ? [{ at, ...saying }] : []), ...defaultsOf(file, capability, resource, at)];
}

function servedNow({ rung, address, image, folder }: Serving): Saying | undefined {
  const port = address?.replace(/^(?:127\.0\.0\.1|localhost|\[::1\])(?=:)/, '');
  const on = port === undefined ? '' : ` on ${port}`;
  const where = [
    ...(address === undefined ? [] : [`It listens at \`${address}\`.`]),
    ...(folder === undefined ? [] : [`Its data is in \`${folder}\`.`]),
  ].join(' ');
  switch (rung) {
    case 'container': {
      // without the registry and the folder there
      const name = image === undefined ? '' : ` ${image.slice(image.lastIndexOf('/') + 1)}`;
      const of = image === undefined ? '' : ` of \`${image}\``;
      return { label: `→ container${name}${on}`, tooltip: `The app runs with a container${of}. ${where}` };
    }
    case 'local':
      return {
        label: `→ local server${on}`,
        tooltip: `The app runs with a server of this machine. ${where}`,
      };
    case 'embedded':
      return {
        label: `→ stand-in${folder === undefined ? '' : `, ${folder}`}`,
        tooltip: `The app runs with a stand-in, because no server could be had. ${where}`,
      };
    case 'given':
      if (where === '') return undefined;
      return { label: `→ ${folder ?? `server${on}`}`, tooltip: `The app runs with it. ${where}` };
  }
}

/** What the next run will use, where that is known from the file alone. */
function servedNext(
  { format, name, configs }: Capability,
  { id, capability, status, backend }: Resource,
  { dataFolder }: InlayHintOptions,
): Saying | undefined {
  if (status !== 'served' || (format === '0.2' && !name)) return undefined;
  if (id.endsWith('.filesystem')) {
    const folder = `${dataFolder}/${capability}/${name && isFolderName(name.value) ? name.value : '…'}`;
    return { label: `→ ${folder}`, tooltip: `\`slight run\` keeps its data in \`${folder}\`.` };
  }
  // in the 0.1 format a store may have the configs
  if (backend === undefined || configs.length > 0 || format === '0.1') return undefined;
  return {
    label: `→ ${backend} for development`,
    tooltip: `A run starts ${backend}: in a container, else as a local server, else a stand-in.`,
  };
}

/** True for a name whose folder has that very name; others are escaped, and of those nothing is said. */
function isFolderName(name: string): boolean {
  const isDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(name);
  return name.length <= 200 && !isDevice && /^[a-z0-9_-](?:[a-z0-9_.-]*[a-z0-9_-])?$/.test(name);
}

function defaultsOf(file: File, capability: Capability, resource: Resource, behindResource: number): Hint[] {
  if (capability.format === '0.1') return [];
  const member = capability.table.members.get('configs')?.value;
  // what is no table is somebody's slip, and the configs are to come
  if (member && !tableOf(member)) return [];
  const given = new Set(capability.configs.map(({ key }) => findConfig(resource, key)));
  const hasHeader = member?.kind === 'table' && member.origin === 'header';
  const at = hasHeader || member?.kind === 'inline-table' ? member.span.end : behindResource;
  return resource.configs.flatMap((config) => {
    if (config.default === undefined || config.secret || given.has(config)) return [];
    const label = `${config.key} = ${tomlString(config.default)}`;
    const tooltip = explainConfig(config, resource);
    return [{ at, label, tooltip, ...(hasHeader && { edit: lineBelow(file, at, label) }) }];
  });
}

function lineBelow({ document }: File, offset: number, line: string): TextEdit {
  const text = document.getText();
  const feed = text.indexOf('\n', offset);
  const isParted = partsLineEnd(text, feed);
  const position = document.positionAt(feed === -1 ? text.length : isParted ? feed - 1 : feed);
  return { range: { start: position, end: position }, newText: `${lineEndOf(text)}${line}` };
}
