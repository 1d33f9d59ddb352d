/** Which block of a slightfile an offset is in, and what is known of its resource. */
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import type { Capability } from '@slight/slightfile/slightfile.ts';
import { lastFrom } from '@slight/slightfile/toml/lookup.ts';
import type { File } from './file.ts';

/** The capability whose lines these are: the last that begins in front of the offset, unless a secret comes between. */
export function capabilityAt({ slightfile }: File, offset: number): Capability | undefined {
  const capability = lastFrom(slightfile.capabilities, offset);
  const secret = lastFrom(slightfile.secrets, offset);
  return capability && secret && secret.span.start > capability.span.start ? undefined : capability;
}

/** The block around a place, and what serves it: found once for all that is asked of the place. */
export interface BlockAround {
  readonly capability: Capability | undefined;
  readonly resource: Resource | undefined;
}

export function blockAround(file: File, offset: number): BlockAround {
  const capability = capabilityAt(file, offset);
  return { capability, resource: resourceOf(capability) };
}

export function resourceOf(capability: Capability | undefined): Resource | undefined {
  return capability?.resource && findResource(capability.resource.value);
}

/** The format that a new block would have. */
export function fileFormat({ slightfile }: File): '0.1' | '0.2' {
  return slightfile.specversion?.value === '0.1' ? '0.1' : '0.2';
}
