/** The table of hosts: which imports of a guest slight serves. To serve one more interface is to add a row. */
import { generationOf } from '../guest/generation.ts';
import type { InterfaceRef } from '../guest/guest.ts';
import { Mistake } from '../mistake.ts';
import type { PortName } from '../ports.ts';
import { configs, configs02 } from './configs.ts';
import type { Host, HostInterface, Opener } from './host.ts';
import { keyvalue } from './keyvalue.ts';
import { serves } from './version.ts';
import { wasiKeyvalue } from './wasi-keyvalue.ts';

const table: readonly Host[] = [keyvalue, configs, wasiKeyvalue];

/** Rows that take the place of those above for modules of generation 0.2. */
const table02: readonly Host[] = [configs02, ...table];

export interface ServedHosts {
  /** One for each import that is not WASI. */
  readonly hosts: readonly HostInterface[];
  /** The ports that they open, so that what serves them can be brought up before the guest starts. */
  readonly ports: ReadonlySet<PortName>;
}

/**
 * The hosts that a guest's imports ask for. WASI is not among them: each kind of guest brings its own.
 * @throws Mistake where nobody serves an import
 */
export function hostsFor(imports: readonly InterfaceRef[], opener: Opener): ServedHosts {
  const rows = generationOf(imports.map(({ name }) => name)) === '0.2' ? table02 : table;
  const ports = new Set<PortName>();
  const hosts: HostInterface[] = [];
  for (const { name } of imports) {
    if (isWasi(name)) continue;
    const host = rows.find(({ interfaces }) => interfaces.some((served) => serves(served, name)));
    if (!host) throw unserved(name);
    ports.add(host.port);
    hosts.push(host.create(name, opener));
  }
  return { hosts, ports };
}

/** True for the interfaces of WASI 0.1 and 0.2 proper, and for what legacy modules import to free handles. */
function isWasi(name: string): boolean {
  return (
    /^wasi:(cli|clocks|filesystem|http|io|random|sockets)\/.*@0\.2\./.test(name) ||
    /^(wasi_snapshot_preview1|wasi_unstable|canonical_abi)$/.test(name)
  );
}

function unserved(name: string): Mistake {
  const other = table
    .flatMap(({ interfaces }) => interfaces)
    .find((known) => known.split('@')[0] === name.split('@')[0]);
  const remedy = other
    ? `it serves ${other}: build the guest with that version`
    : 'build the guest without it, or ask for it in an issue';
  return new Mistake(
    'unknown-import',
    `The module imports ${name}, which this version of slight does not serve; ${remedy}.`,
  );
}
