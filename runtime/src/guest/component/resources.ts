/**
 * The resources that one instance of a component holds. jco keeps notes on the objects it sees, and tells them by their
 * class; so a host's resource is wrapped in an instance of its class on its way into the guest, and unwrapped on its way
 * out. Those that the guest has not dropped when it ends are dropped then.
 */
import type { HostFunction } from '../../hosts/values.ts';
import { HostResource } from '../../hosts/values.ts';
import { GuestTrap } from '../guest.ts';
import type { Passing } from './passing.ts';

/** A value as it comes out on the other side. */
export type Pass = (value: unknown) => unknown;

/** An object that stands for a host's resource in jco's tables. What has a name in it is the guest's methods. */
export class Wrapper {
  readonly #resource: HostResource;

  constructor(resource: HostResource) {
    this.#resource = resource;
  }

  /** @throws GuestTrap where it stands for nothing: jco makes one up for a handle that the guest does not hold */
  static resourceOf(wrapper: object): HostResource {
    if (#resource in wrapper) return wrapper.#resource;
    throw new GuestTrap('The guest used a handle that it does not hold.');
  }
}

export type WrapperClass = typeof Wrapper;

export function resourceOf(wrapper: object): HostResource {
  return Wrapper.resourceOf(wrapper);
}

export class Resources implements AsyncDisposable {
  readonly #classes = new Map<string, WrapperClass>();
  readonly #drops = new Map<WrapperClass, HostFunction>();
  readonly #held = new Map<Wrapper, WrapperClass>();
  #isClosed = false;

  /** The class of an interface's resource; another interface may have one of the same name. */
  classOf(owner: string, name: string): WrapperClass {
    const key = `${owner}\0${name}`;
    const known = this.#classes.get(key);
    if (known) return known;
    const drop = (wrapper: Wrapper) => this.#drop(wrapper, made);
    const made: WrapperClass = class extends Wrapper {
      // jco calls it where the guest drops the resource
      [Symbol.dispose](): void {
        void drop(this);
      }
    };
    this.#classes.set(key, made);
    return made;
  }

  /** What is to be called when a resource of this class is dropped. */
  onDrop(Class: WrapperClass, drop: HostFunction): void {
    this.#drops.set(Class, drop);
  }

  /** Makes a function of a passing: guest to host. An `own` that passes is the host's from then on. */
  toHost(passing: Passing): Pass {
    if (passing.is !== 'resource') return compile(passing, (inner) => this.toHost(inner));
    if (passing.borrowed) return (value) => resourceOf(value as Wrapper);
    return (value) => {
      this.#held.delete(value as Wrapper);
      return resourceOf(value as Wrapper);
    };
  }

  /** Host to guest. */
  toGuest(passing: Passing): Pass {
    if (passing.is !== 'resource') return compile(passing, (inner) => this.toGuest(inner));
    const { owner, name, borrowed } = passing;
    const Class = this.classOf(owner, name);
    return (value) => {
      if (!(value instanceof HostResource)) throw new TypeError(`A host gave no ${name} of ${owner}.`);
      const wrapper = new Class(value);
      // what is only lent to the guest is not its to drop
      if (borrowed) return wrapper;
      this.#held.set(wrapper, Class);
      // a host that was at work when the guest ended
      if (this.#isClosed) void this.#drop(wrapper, Class);
      return wrapper;
    };
  }

  /** Drops what the guest still holds, the last first: what a resource was made of outlives it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const settled = await Promise.allSettled(
      [...this.#held].reverse().map(async ([wrapper, Class]) => {
        await this.#drop(wrapper, Class);
      }),
    );
    const failed = settled.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #drop(wrapper: Wrapper, Class: WrapperClass): unknown {
    this.#held.delete(wrapper);
    const drop = this.#drops.get(Class) as Pass | undefined;
    return drop?.(resourceOf(wrapper));
  }
}

function compile(
  passing: Exclude<Passing, { readonly is: 'resource' }>,
  inside: (inner: Passing) => Pass,
): Pass {
  switch (passing.is) {
    case 'list': {
      const element = inside(passing.element);
      return (value) => (value as readonly unknown[]).map((each) => element(each));
    }
    case 'option': {
      const some = inside(passing.some);
      if (passing.tagged) return tagged({ some });
      return (value) => (value === undefined || value === null ? undefined : some(value));
    }
    case 'fields': {
      const fields = passing.fields.map(([key, inner]) => [key, inside(inner)] as const);
      return (value) => {
        const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
          string | number,
          unknown
        >;
        for (const [key, pass] of fields) copy[key] = pass(copy[key]);
        return copy;
      };
    }
    case 'cases':
      return tagged(
        Object.fromEntries(Object.entries(passing.cases).map(([tag, inner]) => [tag, inside(inner)])),
      );
  }
}

function tagged(cases: Readonly<Record<string, Pass>>): Pass {
  return (value) => {
    const { tag, val } = value as { readonly tag: string; readonly val?: unknown };
    const pass = Object.hasOwn(cases, tag) ? cases[tag] : undefined;
    return pass ? { tag, val: pass(val) } : value;
  };
}
