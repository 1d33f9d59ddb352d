/** Lines that completions write, with places to fill in. */
import type { ConfigKey, Resource } from '@slight/slightfile/catalogue.ts';
import { capabilities, resourcesOf } from '@slight/slightfile/catalogue.ts';
import type { BlockAround } from '../block.ts';
import { resourceOf } from '../block.ts';
import type { File } from '../file.ts';
import type { Piece } from '../../lsp/proposal.ts';

type Hole = Exclude<Piece, string>;

/** The resources that can be served, to choose from. */
export function resourceHole(): Hole {
  const [first = '', ...others] = availableResources().map(({ id }) => id);
  return [first, ...others];
}

/** Those that are served, then those that will be; of a capability the one that asks for least first. */
export function availableResources(): readonly Resource[] {
  const order = capabilities.flatMap((capability) =>
    resourcesOf(capability).toSorted((one, other) => one.configs.length - other.configs.length),
  );
  return [
    ...order.filter(({ status }) => status === 'served'),
    ...order.filter(({ status }) => status === 'planned'),
  ];
}

/** What the guest opens: whatever it is, where no other capability of the kind is there. */
export function nameHole({ slightfile }: File, { capability, resource }: BlockAround): Hole {
  const kind = resource?.capability;
  const others = slightfile.capabilities.filter((other) => other !== capability);
  const isAlone = kind
    ? others.every((other) => resourceOf(other)?.capability !== kind)
    : others.every(({ table }) => table.members.size === 0);
  return isAlone ? ['*'] : [''];
}

/** `REDIS_ADDRESS = "…"` */
export function configLine(config: ConfigKey): readonly Piece[] {
  return [`${config.key} = "`, valueHole(config), '"'];
}

/** What a config's value could be; of a secret, never the value itself. */
function valueHole({ key, secret, format, values, default: fallback, example }: ConfigKey): Hole {
  if (secret) return [`\${usersecrets.${key}}`];
  const choices = format === 'boolean' ? ['true', 'false'] : (values ?? []);
  const likeliest = fallback ?? example ?? choices[0] ?? '';
  return [likeliest, ...choices.filter((choice) => choice !== likeliest)];
}

/** The configs that somebody who gives any gives: those that the resource cannot do without. */
export function configsToGive(resource: Resource | undefined): readonly ConfigKey[] {
  return resource?.configs.filter(({ required }) => required === true || required === 'backend') ?? [];
}
