/** Places in the texts of packages, for clients that cannot be asked to show them. */
import type { Client } from '../client/client.ts';
import { isPackageUri } from '../wit/package-uri.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** The URI under which the client can open a document; undefined where there is none. */
export async function openable(
  uri: string,
  { wit }: Workspace,
  { showsContent }: Client,
): Promise<string | undefined> {
  return showsContent || !isPackageUri(uri) ? uri : await wit.shipped.fileOf(uri);
}

/** Locations that the client can open; the others are left out. */
export async function openableLocations<T extends { readonly uri: string }>(
  locations: readonly T[],
  workspace: Workspace,
  client: Client,
): Promise<T[]> {
  const found = await Promise.all(
    locations.map(async (location): Promise<T | undefined> => {
      const uri = await openable(location.uri, workspace, client);
      return uri === undefined ? undefined : { ...location, uri };
    }),
  );
  return found.filter((location) => location !== undefined);
}
