/** What is known of the interfaces of guests: the legacy imports, SpiderLightning's packages, and WASI's. */
import type { CapabilityKind } from './catalogue.ts';
import { interfaces } from './generated/interfaces.ts';

/** The age of an interface: of slight 0.2 or 0.5 (both legacy), of SpiderLightning's component packages, of WASI's. */
export type InterfaceGeneration = Generation | 'component' | 'standard';

/** The age of the legacy interfaces that a core module was built for. */
export type Generation = '0.2' | '0.5';

/** All that is known of an interface: schemas/interfaces.json, with what the row of its package says. */
export interface InterfaceRow {
  /** What it is for; absent for those of no capability, and for those of types alone. */
  readonly capability?: CapabilityKind;
  readonly generations: readonly InterfaceGeneration[];
  /** Its functions that open the capability by their first argument, by their canonical names: `[static]keyvalue.open`. */
  readonly opens?: readonly string[];
  /** Whether a guest that imports it opens a name that the slightfile must declare, where `opens` does not say so. */
  readonly named?: boolean;
  /** `values`: what its functions give, and what they take after their first argument, is not to be shown. */
  readonly secret?: 'values';
  /** What serves it: runtime/src/hosts/<host>.ts, such as `keyvalue/wasi-keyvalue`. */
  readonly host?: string;
  /** The versions that its host is written for; a legacy interface has none. */
  readonly versions?: readonly string[];
  /** The version of WASI proper that it is of; see `isSystem`. */
  readonly system?: string;
  /** The functions that may wait, for hosts or for the guest. Absent: of WASI proper none, of other interfaces all. */
  readonly waits?: readonly string[];
  /** The version of slight that removed it. */
  readonly removed?: string;
  /** What does the same for guests of today, as a clause. */
  readonly instead?: string;
  /** True where wit/ does not have it. */
  readonly foreign?: boolean;
}

/** By name, in the order of schemas/interfaces.json. A package's is `wasi:keyvalue/*`. */
export const interfaceRows: ReadonlyMap<string, InterfaceRow> = new Map<string, InterfaceRow>(
  Object.entries(interfaces),
);

/**
 * The row of an interface, or of its package where that is all that is known.
 * @param name an import or export, of any version: `kv`, `wasi:keyvalue/store@0.2.0-draft2`; also as core modules
 *   spell those of the component model: `cm32p2|wasi:keyvalue/store@0.2`, `wasi:http/incoming-handler@0.2.0#handle`
 */
export function rowOf(name: string): InterfaceRow | undefined {
  const [, packageName, interfaceName = ''] = /^(?:cm32p2\|)?(?:([^/@#|]*)\/)?([^/@#|]*)/.exec(name) ?? [];
  if (packageName === undefined) return interfaceRows.get(interfaceName);
  return interfaceRows.get(`${packageName}/${interfaceName}`) ?? interfaceRows.get(`${packageName}/*`);
}

/** What a guest that imports or exports an interface does with a capability. */
export interface CapabilityInterface {
  readonly kind: CapabilityKind;
  /** True where the guest opens what it works on, by a name that a slightfile must declare. */
  readonly opensByName: boolean;
}

/** The capability of an interface (`rowOf` tells the names); undefined for those that are of none, and for those of types alone. */
export function capabilityInterface(name: string): CapabilityInterface | undefined {
  const row = rowOf(name);
  return row?.capability && { kind: row.capability, opensByName: row.named ?? row.opens !== undefined };
}

/** The capability's kind alone: see `capabilityInterface`. */
export function capabilityOf(name: string): CapabilityKind | undefined {
  return rowOf(name)?.capability;
}

/**
 * True for WASI 0.1 and 0.2 proper, and for what legacy modules import to free handles: each kind of guest brings what
 * there is of them.
 */
export function isSystem(name: string): boolean {
  const system = rowOf(name)?.system;
  if (system === undefined) return false;
  return !name.includes('/') || name.includes(`@${system}.`);
}

/** Which generation of the legacy interfaces a module was built for, by what it imports; without a sign, the last. */
export function generationOf(imports: readonly string[]): Generation {
  // some are in both, under one name
  const isOld = (name: string) => rowOf(name)?.generations.every((each) => each === '0.2') ?? false;
  return imports.some(isOld) ? '0.2' : '0.5';
}
