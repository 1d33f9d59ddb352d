/**
 * The plain JavaScript values that hosts speak, the same for legacy modules and for components; the guest's kind lifts
 * and lowers them:
 *
 * | WIT                          | JavaScript                                               |
 * |------------------------------|----------------------------------------------------------|
 * | u8 … s32, float              | number                                                   |
 * | u64, s64                     | bigint                                                   |
 * | string, char, enum           | string                                                   |
 * | list<u8>                     | Uint8Array                                               |
 * | list<t>, tuple               | array; of numbers also the typed array of that very type |
 * | record                       | object, field names in camelCase                         |
 * | option<t>                    | t or undefined                                           |
 * | option<option<t>>            | { tag: 'none' } or { tag: 'some', val: t or undefined }  |
 * | variant                      | { tag, val }                                             |
 * | expected<t, e>, result<t, e> | t is returned, e is thrown as WitError; inside something |
 * |                              | else { tag: 'ok', val: t } or { tag: 'err', val: e }     |
 * | resource handle              | the HostResource that the host made                      |
 * | flags                        | object of booleans, names in camelCase                   |
 */

/** Arguments and result as in the table above. A method's first argument is its resource. */
export type HostFunction = ((...args: never[]) => unknown) & {
  /**
   * A parameter that is a list of bytes may be given as a view of the guest's memory: the function keeps none of it when
   * it returns. Else it is given bytes of its own.
   */
  readonly takesViews?: true;
};

/** Marks a function as one that takes views. */
export function takingViews<F extends HostFunction>(made: F): F & { readonly takesViews: true } {
  return Object.assign(made, { takesViews: true } as const);
}

/** One interface, ready to be imported. */
export interface HostInterface {
  /** As the guest imports it: `keyvalue`, `spiderlightning:keyvalue/keyvalue@0.6.0`. */
  readonly name: string;
  /**
   * By their canonical WIT names: `open` for a free function, `[static]keyvalue.open`, `[method]keyvalue.get`,
   * `[constructor]router`, `[resource-drop]keyvalue` (every resource of the interface has one). Legacy names
   * (`keyvalue::get`) map onto these.
   */
  readonly functions: Readonly<Record<string, HostFunction>>;
}

/** The error case of an `expected` or `result`, thrown by a host function; `payload` is the WIT's error value. */
export class WitError extends Error {
  readonly payload: unknown;

  constructor(payload: unknown, message: string) {
    super(message);
    this.name = 'WitError';
    this.payload = payload;
  }
}

/** Thrown by a host function where the guest breaks a rule of the interface that is worth no error of it: the guest traps. */
export class BrokenRule extends Error {
  /** @param message a whole sentence, which begins with "The guest" */
  constructor(message: string) {
    super(message);
    this.name = 'BrokenRule';
  }
}

/** What a host makes for the guest to hold. Each `own` that a function gives is a new one. */
export abstract class HostResource {
  /** The resource's name in the WIT: `keyvalue`, `bucket`. */
  declare readonly resource: string;
  /** The name that the guest opened it by, where it is a capability or comes from one. */
  declare readonly openedAs: string | undefined;

  /** @param resource absent where the class has said it for all of them: `allAre` */
  constructor(resource?: string, openedAs?: string) {
    if (resource !== undefined) this.resource = resource;
    if (openedAs !== undefined) this.openedAs = openedAs;
  }
}

/**
 * Says of which resource all objects of a class are. A request makes ten of them: a field that is set here, for classes of
 * every shape, is one that the engine finds no short way to.
 */
export function allAre(type: { readonly prototype: HostResource }, resource: string): void {
  Object.defineProperty(type.prototype, 'resource', { value: resource });
}

/** `field-name` → `fieldName`, and `HTTP-url` → `httpUrl`: WIT has words in capitals, JavaScript's names do not. */
export function camelCase(name: string): string {
  return name.toLowerCase().replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
