/** What serves the capabilities of an app now, while it runs and before, as the client tells it. */
import { findResource } from '@slight/slightfile/catalogue.ts';

export interface Serving {
  /** As the catalogue names it: `keyvalue.redis`. */
  readonly resource: string;
  /** What the guest opens; absent where it holds for every name. */
  readonly name?: string;
  /** `given`: what the slightfile names. `embedded`: another resource stands in. */
  readonly rung: 'given' | 'container' | 'local' | 'embedded';
  /** `127.0.0.1:49153` */
  readonly address?: string;
  /** `redis:7-alpine` */
  readonly image?: string;
  /** Where it keeps its data. */
  readonly folder?: string;
  /** It is a server that runs on when no app uses it, until it is stopped. */
  readonly stays?: boolean;
}

/** What serves a capability: of those with its resource, the one with its name, else the one of every name. */
export type ServingOf = (resource: string, name: string | undefined) => Serving | undefined;

export function servingBy(serving: readonly Serving[]): ServingOf {
  const keyOf = (resource: string, name: string | undefined): string => {
    const id = findResource(resource)?.id ?? '';
    return name === undefined ? id : `${id} ${name}`;
  };
  const all = new Map(serving.map((one) => [keyOf(one.resource, one.name), one]));
  return (resource, name) => all.get(keyOf(resource, name ?? '*')) ?? all.get(keyOf(resource, undefined));
}

const rungs: readonly unknown[] = ['given', 'container', 'local', 'embedded'] satisfies Serving['rung'][];

/** What came over the wire, as far as it is of this shape; the rest is left out. */
export function readServing(value: unknown): readonly Serving[] {
  return Array.isArray(value) ? value.filter(isRecord).flatMap(oneOf) : [];
}

function oneOf({
  resource,
  name,
  rung,
  address,
  image,
  folder,
  stays,
}: Readonly<Record<string, unknown>>): Serving[] {
  if (!isText(resource) || !isRung(rung)) return [];
  // a name of another shape is no name at all, and not every name
  if (name !== undefined && !isText(name)) return [];
  return [
    {
      resource,
      rung,
      ...(name !== undefined && { name }),
      ...(isText(address) && isAddress(address) && { address }),
      ...(isText(image) && { image }),
      ...(isText(folder) && { folder }),
      ...(stays === true && { stays }),
    },
  ];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRung(value: unknown): value is Serving['rung'] {
  return rungs.includes(value);
}

/** A host and a port. In anything longer there could be a password. */
function isAddress(text: string): boolean {
  return /^(?:[\w.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.test(text);
}
