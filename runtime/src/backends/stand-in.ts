/** The resource that is opened where no server can be had, and what of the configs is for it. */
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { ConfigValues } from '../providers/provider.ts';
import type { ClimbRequest } from './climb.ts';

/** @throws Error where the catalogue names none: each that is served with a backend has one */
export function standInOf({ resource }: Pick<ClimbRequest, 'resource'>): string {
  const standIn = findResource(resource)?.standIn;
  if (standIn === undefined) throw new Error(`nothing stands in for ${resource}`);
  return standIn;
}

/** What is said of the server is not for the stand-in; what both know is. */
export function sharedConfigs(resource: string, configs: ConfigValues): ConfigValues {
  const known = new Set(findResource(resource)?.configs.map(({ key }) => key));
  return Object.fromEntries(Object.entries(configs).filter(([key]) => known.has(key)));
}
