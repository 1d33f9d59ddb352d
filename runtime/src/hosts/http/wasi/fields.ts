/** `fields` of wasi:http: the header or trailer of a message. */
import type { Fields } from '../../../ports/http.ts';
import type { HostFunction } from '../../values.ts';
import { BrokenRule, HostResource, WitError, allAre } from '../../values.ts';

/** What the connection carries and not the message, which guests neither set nor see (as in wasmtime). */
const forbidden: ReadonlySet<string> = new Set([
  ...['connection', 'host', 'http2-settings', 'keep-alive', 'proxy-authenticate', 'proxy-authorization'],
  ...['proxy-connection', 'transfer-encoding', 'upgrade'],
]);

/** RFC 9110, 5.6.2 and 5.5. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// eslint-disable-next-line no-control-regex -- these are what a value may not hold
const notInValues = /[\0-\x08\n-\x1f\x7f]/;

/** How much a guest may put into one, in bytes; for each field, 32 more are counted (as in wasmtime). */
const most = 131_072;
const perField = 32;

const none: Fields = [];

type HeaderError = 'invalid-syntax' | 'forbidden' | 'immutable';

export class FieldsResource extends HostResource {
  static {
    allAre(this, 'fields');
  }

  #list: Fields;
  /** The same list, where nobody else has it. */
  #own: Fields[number][] | undefined;
  #isMutable: boolean;
  /** Undefined until it is asked for. */
  #size: number | undefined;

  /**
   * @param list is copied before it is changed, and must not be changed by others
   * @param isMutable false: what it holds stays as it is
   */
  constructor(list: Fields = none, isMutable = true) {
    super();
    this.#list = list;
    this.#isMutable = isMutable;
  }

  /** The fields of a message that came in, without those that guests do not see. */
  static received(list: Fields): FieldsResource {
    return new FieldsResource(
      list.filter(([name]) => !forbidden.has(name.toLowerCase())),
      false,
    );
  }

  get list(): Fields {
    return this.#list;
  }

  /** Lets it be changed no more. */
  freeze(): this {
    this.#isMutable = false;
    return this;
  }

  /** Another handle for the guest, on what it cannot change. */
  shared(): FieldsResource {
    return new FieldsResource(this.#list, false);
  }

  values(name: string): readonly string[] {
    if (this.#list.length === 0) return [];
    const wanted = name.toLowerCase();
    return this.#list.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value);
  }

  /** Puts these in the place of all that are under the name. */
  set(name: string, values: readonly Uint8Array[]): void {
    const added = this.#checked(name, values);
    this.#remove(name);
    this.#add(added);
  }

  append(name: string, value: Uint8Array): void {
    this.#add(this.#checked(name, [value]));
  }

  delete(name: string): void {
    this.#checked(name, []);
    this.#remove(name);
  }

  /** @throws WitError what is wrong with the field before that none can be changed, as in wasmtime */
  #checked(name: string, values: readonly Uint8Array[]): Fields {
    if (!token.test(name)) throw headerError('invalid-syntax');
    if (forbidden.has(name.toLowerCase())) throw headerError('forbidden');
    const texts = values.map(text);
    if (texts.some((each) => notInValues.test(each))) throw headerError('invalid-syntax');
    if (!this.#isMutable) throw headerError('immutable');
    return texts.map((each) => [name, each]);
  }

  #add(fields: Fields): void {
    this.#size = (this.#size ?? sizeOf(this.#list)) + sizeOf(fields);
    if (this.#size > most)
      throw new BrokenRule(`The guest put more than ${most} bytes into the fields of a message.`);
    if (!this.#own) this.#list = this.#own = [...this.#list];
    this.#own.push(...fields);
  }

  #remove(name: string): void {
    const unwanted = name.toLowerCase();
    this.#list = this.#own = this.#list.filter(([each]) => each.toLowerCase() !== unwanted);
    this.#size = undefined;
  }
}

export const fieldsFunctions: Record<string, HostFunction> = {
  '[constructor]fields': () => new FieldsResource(),
  '[static]fields.from-list': (entries: readonly (readonly [string, Uint8Array])[]) => {
    const made = new FieldsResource();
    for (const [name, value] of entries) made.append(name, value);
    return made;
  },
  '[method]fields.get': (fields: FieldsResource, name: string) => fields.values(name).map(bytes),
  '[method]fields.has': (fields: FieldsResource, name: string) => fields.values(name).length > 0,
  '[method]fields.set': (fields: FieldsResource, name: string, values: readonly Uint8Array[]) =>
    fields.set(name, values),
  '[method]fields.delete': (fields: FieldsResource, name: string) => fields.delete(name),
  '[method]fields.append': (fields: FieldsResource, name: string, value: Uint8Array) =>
    fields.append(name, value),
  '[method]fields.entries': ({ list }: FieldsResource) => list.map(([name, value]) => [name, bytes(value)]),
  '[method]fields.clone': ({ list }: FieldsResource) => new FieldsResource([...list]),
  '[resource-drop]fields': () => undefined,
};

function sizeOf(fields: Fields): number {
  return fields.reduce((sum, [name, value]) => sum + name.length + value.length + perField, 0);
}

function text(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
}

function bytes(value: string): Uint8Array {
  return Buffer.from(value, 'latin1');
}

function headerError(tag: HeaderError): WitError {
  return new WitError({ tag }, tag);
}
