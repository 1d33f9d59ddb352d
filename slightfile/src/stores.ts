/** The stores that `${store.KEY}` can read from. */

export interface Store {
  /** As a reference names it: `envvars`. */
  readonly id: string;
  /** As `secret_store` names it. Of `configs.local` there is no resource: it is the text itself. */
  readonly resource: string;
  readonly status: 'served' | 'planned';
  /** What people call it who have not its name at hand. */
  readonly aliases: readonly string[];
  /** One sentence. */
  readonly description: string;
}

export const stores: readonly Store[] = [
  {
    id: 'envvars',
    resource: 'configs.envvars',
    status: 'served',
    aliases: ['env', 'envs', 'envvar', 'environ', 'environment'],
    description: 'The environment variables of the process that runs the app.',
  },
  {
    id: 'usersecrets',
    resource: 'configs.usersecrets',
    status: 'served',
    aliases: ['secret', 'secrets', 'usersecret', 'secret_settings'],
    description: 'The encrypted `[[secret_settings]]` of this file, written by `slight secret`.',
  },
  {
    id: 'azapp',
    resource: 'configs.azapp',
    status: 'served',
    aliases: ['azappconfig', 'appconfig'],
    description: 'The Azure App Configuration store that AZAPPCONFIG_ENDPOINT names in the environment.',
  },
  {
    id: 'local',
    resource: 'configs.local',
    status: 'served',
    aliases: ['literal'],
    description: 'The text itself: `${local.x}` is `x`, and `${local.$}{` is a literal `${`.',
  },
];

const byId: ReadonlyMap<string, Store> = new Map(stores.map((store) => [store.id, store]));

/** The store that somebody means who gives it another name that it is known by, in whatever case. */
export function storeCalled(name: string): Store | undefined {
  const written = name.toLowerCase();
  return stores.find(({ id, aliases }) => id === written || aliases.includes(written));
}

/** The store of `${id.KEY}`. */
export function findStore(id: string): Store | undefined {
  return byId.get(id);
}
