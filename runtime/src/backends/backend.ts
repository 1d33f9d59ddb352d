/** A backend is data: the server that some providers talk to, and where one can come from. One file a backend, in servers/. */
import { CapabilityError } from '../ports/errors.ts';
import type { ConfigValues } from '../providers/provider.ts';

/** `container` by testcontainers, `local` as a child process, else the stand-in, embedded in the runtime. */
export type RungName = 'container' | 'local' | 'embedded';

/** What is known of every server: one that listens is used. */
interface Known {
  /** As schemas/resources name it: `redis`. */
  readonly id: string;
  /** For people: `Redis`. */
  readonly title: string;
  /** Reads where the slightfile's configs point. */
  target(configs: ConfigValues): Target;
  /**
   * Where the configs hold no login, and a server that is brought up for them wants one: they with a password for it. Only
   * `launch` and `configs` read that.
   */
  withPassword?(configs: ConfigValues, password: string): ConfigValues | undefined;
  /** The configs that make the provider use a server at this address: the slightfile's, and what they leave out. */
  configs(address: Address, configs: ConfigValues): ConfigValues;
}

/** One that the ladder brings up. */
export interface Backend extends Known {
  readonly container: ContainerRung;
  /** Absent where it is installed in no way that can be started. */
  readonly local?: LocalRung;
  /** Whether the server at this address answers in its own protocol; it must not need the password. */
  ready(address: Address, signal: AbortSignal): Promise<boolean>;
}

/** One that the ladder does not bring up: where none is named, or listens, a resource stands in. */
export interface UnstartedBackend extends Known {
  /** Why not, and what can be done instead, in plain sentences. */
  readonly unstarted: string;
}

export type AnyBackend = Backend | UnstartedBackend;

export function isStarted(backend: AnyBackend): backend is Backend {
  return !('unstarted' in backend);
}

export interface Address {
  /** An IP address without brackets, or a name. */
  readonly host: string;
  readonly port: number;
}

export type Target =
  /** The configs name no server. */
  | { readonly kind: 'none' }
  /** They name one that is not on this machine, or none of the kind that is started here. */
  | { readonly kind: 'elsewhere' }
  /** They can name none, and the provider would refuse them with this error. */
  | { readonly kind: 'wrong'; readonly error: CapabilityError }
  /** They name one on this machine. `tls`: they ask for a connection that none of our servers offers. */
  | { readonly kind: 'local'; readonly address: Address; readonly tls: boolean };

export interface ContainerRung {
  readonly image: string;
  /** The port inside the container. */
  readonly port: number;
  /** Where the server keeps its data, inside: a volume is mounted there. */
  readonly data: string;
  /** The number of the user who runs the server inside, where the image's own user may not write into a volume that is new, and so root's. */
  readonly user?: string;
  launch(configs: ConfigValues): ContainerLaunch;
}

export interface ContainerLaunch extends Launch {
  readonly command: readonly string[];
  /** Text files to put into the container before it starts, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface LocalRung {
  /** Looked for on PATH and in node_modules/.bin of the workspace and the folders above it. */
  readonly command: string;
  /** Where it may be besides, as patterns of folders; of several, the last in the order of their names. */
  readonly folders?: readonly string[];
  /** Run once, before the first start. */
  readonly first?: FirstStep;
  /** It refuses to run as root: it is started as this user of the system there. */
  readonly unprivileged?: string;
  /** What it prints when it listens at its address. */
  readonly listening: RegExp;
  /** How large its files are, at the most, before anything was ever stored. */
  readonly emptyBytes: number;
  launch(address: Address, places: Places, configs: ConfigValues): LocalLaunch;
}

/** What makes a folder in that of the data that the server begins with: whole, or not at all. */
export interface FirstStep {
  /** Looked for as the server is. */
  readonly command: string;
  readonly folder: string;
  arguments(into: string, places: Places, configs: ConfigValues): readonly string[];
}

/** A local server's folders: for its data, and for the files that it is started with. */
export interface Places {
  readonly data: string;
  readonly settings: string;
}

export interface LocalLaunch extends Launch {
  readonly arguments: readonly string[];
  /** Text files to put into the folder for settings before it starts, by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

interface Launch {
  readonly environment?: Readonly<Record<string, string>>;
  /** Values that a message to people must not show. */
  readonly secrets: readonly string[];
}

/** What configs point to, read with the provider's own eyes: what it would refuse is `wrong`. */
export function orWrong(read: () => Target): Target {
  try {
    return read();
  } catch (error) {
    if (error instanceof CapabilityError) return { kind: 'wrong', error: error as CapabilityError };
    throw error;
  }
}
