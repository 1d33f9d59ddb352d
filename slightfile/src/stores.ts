/** The stores that `${store.KEY}` can read from. */

export interface Store {
  /** As a reference names it: `envvars`. */
  readonly id: string;
  /** As `secret_store` names it. Of `configs.local` there is no resource: it is the text itself. */
  readonly resource: string;
  readonly status: 'served' | 'planned';
  /** One sentence. */
  readonly description: string;
}

export const stores: readonly Store[] = [
  {
    id: 'envvars',
    resource: 'configs.envvars',
    status: 'served',
    description: 'The environment variables of the process that runs the app.',
  },
  {
    id: 'usersecrets',
    resource: 'configs.usersecrets',
    status: 'served',
    description: 'The encrypted `[[secret_settings]]` of this file, written by `slight secret`.',
  },
  {
    id: 'azapp',
    resource: 'configs.azapp',
    status: 'planned',
    description: 'Azure App Configuration; not served by this version yet.',
  },
  {
    id: 'local',
    resource: 'configs.local',
    status: 'served',
    description: 'The text itself: `${local.x}` is `x`.',
  },
];

const byId: ReadonlyMap<string, Store> = new Map(stores.map((store) => [store.id, store]));

/** The store of `${id.KEY}`. */
export function findStore(id: string): Store | undefined {
  return byId.get(id);
}
