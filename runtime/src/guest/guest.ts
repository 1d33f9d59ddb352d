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
}

export interface Instance extends AsyncDisposable {
  /** Runs the guest's command to its end and gives its exit code. Throws GuestTrap when it traps. */
  run(): Promise<number>;
}

/** The guest stopped itself in a way that WebAssembly forbids: `unreachable`, out of bounds, out of stack. */
export class GuestTrap extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GuestTrap';
  }
}
