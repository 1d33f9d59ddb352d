import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import type { HostInterface } from '../hosts/values.ts';
import type { Sandbox } from './files/folder.ts';

/** The app's wasm, read and compiled. */
export interface Guest {
  readonly kind: 'legacy' | 'component';
  readonly imports: readonly InterfaceRef[];
  readonly exports: readonly InterfaceRef[];
  instantiate(hosts: readonly HostInterface[], io: GuestIo): Promise<Instance>;
}

/** What the guest sees of the machine; nothing is there that is not given here. */
export interface GuestIo {
  /** argv, the program's name first. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Guest path → host path. */
  readonly folders: Readonly<Record<string, string>>;
  /** How folders are held; by default the best way that the host has. */
  readonly sandbox?: Sandbox;
  /** Inherit: the runtime's own stream. Else each write is handed over. */
  readonly stdout: 'inherit' | ((bytes: Uint8Array) => void);
  readonly stderr: 'inherit' | ((bytes: Uint8Array) => void);
  readonly stdin: 'inherit' | 'empty';
  /** True where the instance is to be put back to its start again and again: Instance.reset. */
  readonly resets?: boolean;
}

/**
 * A guest that is running. It does one thing at a time: what is asked of it before `run` or `call` has ended is refused
 * with GuestBusy, also where it is a host that asks, which the guest waits for. It is not queued, because such a host
 * would wait for itself; who has more to do at once has more instances. After a GuestTrap it is of no use any more.
 * Disposing ends it (InstanceEnded), waits until it has ended, and gives back whatever it held.
 */
export interface Instance extends AsyncDisposable {
  /**
   * Has the run or the call that it is in fail with this reason, and everything that is asked of it from then on. A guest
   * that waits for a host is unwound at once, and does not go on when the host answers. One that computes is not reached:
   * nothing else runs meanwhile.
   */
  end(reason: Error): void;
  /**
   * Puts it back to what it was when it was made: its memory, its globals, its handles and descriptors. Nothing of what it
   * did is there for who calls it next.
   * @returns false where that cannot be done, as after a trap: it is to be disposed of then. Absent: never
   */
  reset?(): boolean;
  /** Runs the guest's command to its end and gives its exit code. Throws GuestTrap when it traps. */
  run(): Promise<number>;
  /**
   * Calls a function that the guest exports.
   * @param interfaceName as in `exports` of the guest, with its version; '' for a function that is in no interface, as
   *   all of a legacy module are
   * @param functionName its canonical name: `handle`, `[method]counter.next`. Of a legacy module, `on-server-init`, or
   *   that of a handler of HTTP
   * @param args plain values (hosts/values.ts). A resource of a host goes in as its HostResource; one of the guest's own
   *   as the object that a call gave, and as a method's first argument. Whether it was the guest's to drop is not known
   *   here: who has it disposes of it
   * @returns what it gives; of a result, what its `ok` holds
   * @throws WitError with what the `err` holds; GuestTrap where the guest traps, breaks the ABI, or exits; NoSuchExport;
   *   GuestBusy
   */
  call(interfaceName: string, functionName: string, args: readonly unknown[]): Promise<unknown>;
  /**
   * The same of an instance that can be put back, and for a call that takes no time but the guest's own: without JSPI,
   * which costs more than all the rest of a short call.
   * @returns undefined where the guest asked for something that takes its time, or changes what is outside: nothing of
   *   that was done, and it is to be called again, by `call`, when this instance was put back, or in another one
   * @throws what `call` rejects with
   */
  callNow?(
    interfaceName: string,
    functionName: string,
    args: readonly unknown[],
  ): { readonly value: unknown } | undefined;
}

/** Why a run or a call failed whose instance was put away meanwhile. */
export class InstanceEnded extends Error {
  constructor() {
    super('The instance was put away while its guest ran.');
    this.name = 'InstanceEnded';
  }
}

/** What was called is not there. */
export class NoSuchExport extends Error {
  constructor(interfaceName: string, functionName: string) {
    const where = interfaceName === '' ? '' : ` in ${interfaceName}`;
    super(`The guest exports no function ${functionName}${where}.`);
    this.name = 'NoSuchExport';
  }
}

/** The instance is at work. */
export class GuestBusy extends Error {
  constructor() {
    super(
      'The guest is at work, and does one thing at a time. Call it when it has returned, or another instance.',
    );
    this.name = 'GuestBusy';
  }
}

/** The guest stopped itself in a way that WebAssembly forbids: `unreachable`, out of bounds, out of stack. */
export class GuestTrap extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GuestTrap';
  }
}

/** The guest has no memory left for what a call gives it. */
export class GuestFull extends GuestTrap {
  constructor(options?: ErrorOptions) {
    super('The guest has no memory for what it is given.', options);
    this.name = 'GuestFull';
  }
}

/** The guest computed for too long without letting anything else go on, and was ended: core/watch.ts. */
export class GuestStalled extends GuestTrap {
  /** @param limit in milliseconds */
  constructor(limit: number, options?: ErrorOptions) {
    super(`The guest computed for longer than ${limit / 1000} s at a stretch, and was stopped.`, options);
    this.name = 'GuestStalled';
  }
}
