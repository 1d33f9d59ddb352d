/** Resources on their way between a component and those that it calls, or that call it. */
import { HostResource } from '../../../hosts/values.ts';
import type { Side } from './side.ts';
import type { Resource } from './types.ts';

/** A resource that a component defines, as others hold it. Disposing of one that is owned has the component destroy it. */
export class GuestResource implements Disposable {
  readonly resource: Resource;
  /** The component's own number for it. */
  readonly representation: number;
  readonly #destroy: (() => void) | undefined;
  #isGone = false;

  constructor(resource: Resource, representation: number, destroy?: () => void) {
    this.resource = resource;
    this.representation = representation;
    this.#destroy = destroy;
  }

  /** What a component gets that is given it: from then on it is not the holder's any more. */
  give(): number {
    this.#require();
    this.#isGone = true;
    return this.representation;
  }

  lend(): number {
    this.#require();
    return this.representation;
  }

  #require(): void {
    if (this.#isGone) throw new TypeError(`This ${this.resource.name} was given away, or disposed of.`);
  }

  [Symbol.dispose](): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#destroy?.();
  }
}

export function liftOwn({ handles, destroy }: Side, resource: Resource, handle: number): unknown {
  const value = handles.take(resource, handle);
  if (resource.definedBy === undefined) return value;
  return new GuestResource(resource, value as number, () => {
    destroy(resource, value as number);
  });
}

export function liftBorrow({ handles }: Side, resource: Resource, handle: number): unknown {
  const value = handles.lend(resource, handle);
  return resource.definedBy === undefined ? value : new GuestResource(resource, value as number);
}

export function lowerOwn({ handles }: Side, resource: Resource, value: unknown): number {
  if (resource.definedBy === undefined) return handles.add(resource, hostResource(resource, value), true);
  return handles.add(resource, guestResource(resource, value).give(), true);
}

export function lowerBorrow({ handles }: Side, resource: Resource, value: unknown): number {
  if (resource.definedBy === undefined) return handles.add(resource, hostResource(resource, value), false);
  const representation = guestResource(resource, value).lend();
  // who defines it needs no handle: it gets what it knows it by
  return resource.definedBy === handles.instance
    ? representation
    : handles.add(resource, representation, false);
}

function hostResource({ name, interface: of = '' }: Resource, value: unknown): HostResource {
  if (value instanceof HostResource) return value;
  throw new TypeError(`A host gave no ${name} of ${of}.`);
}

function guestResource(resource: Resource, value: unknown): GuestResource {
  if (value instanceof GuestResource && value.resource === resource) return value;
  throw new TypeError(`What was given is no ${resource.name} of the component.`);
}
