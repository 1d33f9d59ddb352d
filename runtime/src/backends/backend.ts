/** A backend is data: where its server can come from, rung by rung. One file a backend, in this folder. */

/** `container` by testcontainers, `local` as a child process, else the stand-in, embedded in the runtime. */
export type RungName = 'container' | 'local' | 'embedded';

export interface Backend {
  /** As schemas/resources name it: `redis`. */
  readonly id: string;
  /** For people: `Redis`. */
  readonly title: string;
  readonly container: ContainerRung;
  readonly local: LocalRung;
  /** The resource that stands in: `keyvalue.filesystem`. By the resource that it stands in for. */
  readonly standIn: Readonly<Record<string, string>>;
  /** Reads the address that the slightfile's configs name; undefined where they name none. */
  address(configs: Readonly<Record<string, string>>): Address | undefined;
  /** The configs that make the provider use a server at this address, laid over the slightfile's. */
  configs(address: Address, configs: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface ContainerRung {
  readonly image: string;
  /** The port inside the container. */
  readonly port: number;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it keeps its data, inside. */
  readonly data: string;
}

export interface LocalRung {
  /** Looked for on PATH and in the workspace's node_modules/.bin. */
  readonly command: string;
  /** Its arguments for a port (0 is never passed: the ladder finds a free one) and a data folder. */
  arguments(port: number, dataDir: string): readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}
