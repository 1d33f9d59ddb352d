import type { Resource } from '@slight/slightfile/catalogue.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { givenConfigs } from '@slight/slightfile/given.ts';
import type { Capability } from '@slight/slightfile/slightfile.ts';
import { folderName, ownFolder } from '@slight/slightfile/own-folder.ts';
import { touches } from '@slight/text/span.ts';
import { countFrom } from '@slight/slightfile/toml/lookup.ts';
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { resourceOf } from './block.ts';
import type { File } from './file.ts';
import { leftOut } from './left-out.ts';
import type { Hint, Saying } from './left-out.ts';
import { isNamedByEnvironment } from './own-server.ts';
import type { Serving, ServingOf } from './served.ts';
import { servingBy } from './served.ts';
import type { RunSettings } from './run-settings.ts';

export interface InlayHintOptions {
  /** What serves the app's capabilities now. */
  readonly serving: readonly Serving[];
  /** Where the app serves HTTP now. */
  readonly url?: string | undefined;
  /** What the next run is started with. */
  readonly settings: RunSettings;
}

/**
 * What a run adds to the file, in a range: behind a resource what serves it, now or in the next run, or where the app
 * itself does, and behind
 * `[capability.configs]` (or the resource, where there are none) the configs that are left out and have a value all the same.
 */
export function inlayHints(file: File, range: Range, options: InlayHintOptions): InlayHint[] {
  const { document, slightfile } = file;
  const { capabilities } = slightfile;
  const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const now = servingBy(options.serving);
  return capabilities
    .slice(Math.max(0, countFrom(capabilities, within.start) - 1), countFrom(capabilities, within.end))
    .flatMap((capability) => hintsOf(file, capability, now, options))
    .filter(({ at }) => touches(within, at))
    .map(({ at, label, tooltip, edit }) => ({
      position: document.positionAt(at),
      label,
      tooltip: { kind: MarkupKind.Markdown, value: tooltip },
      paddingLeft: true,
      ...(edit && { textEdits: [edit] }),
    }));
}

/** What serves a capability now, in words. */
export function servingNow(serving: readonly Serving[], resource: string, name: string): Saying | undefined {
  const now = servingBy(serving)(resource, name);
  return now && servedNow(now);
}

function hintsOf(
  file: File,
  capability: Capability,
  servingOf: ServingOf,
  options: InlayHintOptions,
): Hint[] {
  const resource = resourceOf(capability);
  const at = capability.resource?.span.end;
  if (!resource || at === undefined) return [];
  const now = servingOf(resource.id, capability.name?.value);
  const saying = now
    ? servedNow(now)
    : (listening(resource, options) ?? servedNext(file, capability, resource, options.settings));
  return [...(saying ? [{ at, ...saying }] : []), ...leftOut(file, capability, resource, at)];
}

/** Of HTTP, the app itself is what serves. */
function listening({ capability }: Resource, { url }: InlayHintOptions): Saying | undefined {
  if (capability !== 'http' || url === undefined) return undefined;
  return { label: `→ ${url}`, tooltip: `The app serves HTTP on <${url}>.` };
}

function servedNow({ rung, address, image, folder, stays }: Serving): Saying | undefined {
  const port = address?.replace(/^(?:127\.0\.0\.1|localhost|\[::1\])(?=:)/, '');
  const on = port === undefined ? '' : ` on ${port}`;
  const where = [
    ...(address === undefined ? [] : [`It listens at \`${address}\`.`]),
    ...(folder === undefined ? [] : [`Its data is in \`${folder}\`.`]),
  ].join(' ');
  const used = stays ? 'It is up until it is stopped, and runs of the app use it.' : 'The app runs with it.';
  switch (rung) {
    case 'container': {
      // without the registry and the folder there
      const name = image === undefined ? '' : ` ${image.slice(image.lastIndexOf('/') + 1)}`;
      const of = image === undefined ? '' : ` of \`${image}\``;
      return { label: `→ container${name}${on}`, tooltip: `A container${of}. ${used} ${where}` };
    }
    case 'local':
      return { label: `→ local server${on}`, tooltip: `A server of this machine. ${used} ${where}` };
    case 'embedded':
      return {
        label: `→ stand-in${folder === undefined ? '' : `, ${folder}`}`,
        tooltip: `A stand-in, which needs no server. ${used} ${where}`,
      };
    case 'given':
      if (where === '') return undefined;
      return { label: `→ ${folder ?? `server${on}`}`, tooltip: `${used} ${where}` };
  }
}

/** What the next run will use, where that is known from the file and the settings alone. */
function servedNext(
  { environment }: File,
  { format, name, configs }: Capability,
  resource: Resource,
  { backends, data }: RunSettings,
): Saying | undefined {
  const { status, backend } = resource;
  if (status !== 'served' || (format === '0.2' && !name)) return undefined;
  const kept = keptBy(resource, name?.value, data);
  if (kept) return { label: `→ ${kept.label}`, tooltip: `A run keeps its data ${kept.where}.` };
  // in the 0.1 format a store may have the configs
  if (backend === undefined || format === '0.1') return undefined;
  if (givenConfigs(configs, environment).length > 0 || isNamedByEnvironment(resource, environment))
    return undefined;
  if (resource.unstarted) {
    if (backends === 'container' || backends === 'local') return undefined;
    return standingIn(resource, name?.value, data, (keeps) => `No server is named, and ${keeps}.`);
  }
  const set = (what: string) => `A run ${what}: the setting \`slight.runtime.backends\` is \`${backends}\`.`;
  switch (backends) {
    case 'auto':
      return {
        label: `→ ${backend} for development`,
        tooltip: `A run starts ${backend}: in a container, else as a local server, else a stand-in.`,
      };
    case 'container':
      return { label: `→ ${backend} in a container`, tooltip: set(`starts ${backend} in a container`) };
    case 'local':
      return { label: `→ ${backend} as a local server`, tooltip: set(`starts ${backend} of this machine`) };
    case 'embedded':
      return standingIn(resource, name?.value, data, (keeps) => set(`starts no server, and ${keeps}`));
  }
}

/** @param tell makes a tooltip of what the stand-in does, a clause */
function standingIn(
  resource: Resource,
  name: string | undefined,
  data: string,
  tell: (keeps: string) => string,
): Saying {
  const standIn = resource.standIn === undefined ? undefined : findResource(resource.standIn);
  const kept = standIn && keptBy(standIn, name, data);
  return {
    label: `→ stand-in${kept ? `, ${kept.label}` : ''}`,
    tooltip: tell(`a stand-in keeps the data ${kept?.where ?? ''}`),
  };
}

/** Where a run itself keeps the data of a name: in a word or two, and as the end of a sentence. */
function keptBy(
  resource: Resource,
  name: string | undefined,
  data: string,
): { readonly label: string; readonly where: string } | undefined {
  switch (resource.data) {
    case 'folder': {
      const folder = `${data || '.slight'}/${shownFolder(resource, name)}`;
      return { label: folder, where: `in \`${folder}\`` };
    }
    case 'run':
      return { label: 'gone with the run', where: 'in memory, until it ends' };
    case undefined:
      return undefined;
  }
}

/** The name's own folder, where that has the very name; others are escaped, and of those only the capability is said. */
function shownFolder(resource: Resource, name = '*'): string {
  return folderName(name) === name ? ownFolder(resource, name) : `${resource.capability}/…`;
}
