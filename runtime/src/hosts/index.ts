/** The table of hosts: which imports of a guest slight serves. To serve one more interface is to add a row. */
import { generationOf } from '../guest/legacy/generation.ts';
import type { InterfaceRef } from '../guest/guest.ts';
import type { PortName } from '../ports/ports.ts';
import { configs, configs02 } from './configs/configs.ts';
import type { Host, Opener } from './host.ts';
import type { HostInterface } from './values.ts';
import { keyvalue } from './keyvalue/keyvalue.ts';
import { serves } from './version.ts';
import { wasiKeyvalue } from './keyvalue/wasi-keyvalue.ts';

const table: readonly Host[] = [keyvalue, configs, wasiKeyvalue];

/** Rows that take the place of those above for modules of generation 0.2. */
const table02: readonly Host[] = [configs02, ...table];

export interface ServedHosts {
  /** One for each import that is served and is not WASI. */
  readonly hosts: readonly HostInterface[];
  /** The ports that they open, so that what serves them can be brought up before the guest starts. */
  readonly ports: ReadonlySet<PortName>;
  /** The other imports. The guest runs with them, and traps where it calls one (unserved.ts). */
  readonly unserved: readonly string[];
}

/** The hosts that a guest's imports ask for. WASI is not among them: each kind of guest brings its own. */
export function hostsFor(imports: readonly InterfaceRef[], opener: Opener): ServedHosts {
  const rows = generationOf(imports.map(({ name }) => name)) === '0.2' ? table02 : table;
  const ports = new Set<PortName>();
  const hosts: HostInterface[] = [];
  const unserved: string[] = [];
  for (const { name } of imports) {
    if (isWasi(name)) continue;
    const host = rows.find(({ interfaces }) => interfaces.some((served) => serves(served, name)));
    if (host) {
      ports.add(host.port);
      hosts.push(host.create(name, opener));
    } else unserved.push(name);
  }
  return { hosts, ports, unserved };
}

/** The interface that is served in the place of an import: the import itself, or the same one of another version. */
export function servedLike(name: string): string | undefined {
  const all = table.flatMap(({ interfaces }) => interfaces);
  if (all.some((served) => serves(served, name))) return name;
  return all.find((served) => served.split('@')[0] === name.split('@')[0]);
}

/** True for the interfaces of WASI 0.1 and 0.2 proper, and for what legacy modules import to free handles. */
export function isWasi(name: string): boolean {
  return (
    /^wasi:(cli|clocks|filesystem|http|io|random|sockets)\/.*@0\.2\./.test(name) ||
    /^(wasi_snapshot_preview1|wasi_unstable|canonical_abi)$/.test(name)
  );
}
