/**
 * What of a value must be changed on its way between a host and the JavaScript that jco makes: the resources in it.
 * Everything else jco takes and gives as hosts do (the table in hosts/values.ts). It goes by the types in the component,
 * never by what a value looks like, and is kept with the transpiled component.
 */
import type { InterfaceTypes } from '@slight/slightfile/wasm/component.ts';
import type { FunctionType, WitType } from '@slight/wit/model.ts';
import { camelCase } from '../../hosts/values.ts';

/** Where resources are in a type. A type that is not here passes as it is. It can be written as JSON. */
export type Passing =
  | { readonly is: 'resource'; readonly owner: string; readonly name: string; readonly borrowed: boolean }
  | { readonly is: 'list'; readonly element: Passing }
  /** Tagged: jco's form of an option whose value may be undefined itself. */
  | { readonly is: 'option'; readonly some: Passing; readonly tagged: boolean }
  /** Fields of a record, by their keys in JavaScript, or items of a tuple, by their indexes. */
  | { readonly is: 'fields'; readonly fields: readonly (readonly [key: string | number, Passing])[] }
  /** By the tags of variants and of results that are inside something. */
  | { readonly is: 'cases'; readonly cases: Readonly<Record<string, Passing>> };

export interface FunctionPassing {
  /** `null`: it passes as it is. */
  readonly params: readonly (Passing | null)[];
  /** What is returned: the `ok` of a function that gives a result. */
  readonly result?: Passing;
  /** What is thrown. */
  readonly error?: Passing;
}

/** By interface and function; a function of which all passes as it is, is not there. */
export type Passings = Readonly<Record<string, Readonly<Record<string, FunctionPassing>>>>;

export function passings(types: InterfaceTypes): Passings {
  return Object.fromEntries(
    [...types].map(([name, functions]) => [
      name,
      Object.fromEntries(
        [...functions].flatMap(([each, type]) => {
          const passing = functionPassing(type);
          return passing ? [[each, passing]] : [];
        }),
      ),
    ]),
  );
}

function functionPassing({ params, result }: FunctionType): FunctionPassing | undefined {
  const taken = params.map(({ type }) => passingOf(type) ?? null);
  const [returned, thrown] = result?.kind === 'result' ? [result.ok, result.err] : [result];
  const given = optional(returned);
  const error = optional(thrown);
  if (!given && !error && taken.every((each) => each === null)) return undefined;
  return { params: taken, ...(given && { result: given }), ...(error && { error }) };
}

function optional(type: WitType | undefined): Passing | undefined {
  return type && passingOf(type);
}

function passingOf(type: WitType): Passing | undefined {
  switch (type.kind) {
    case 'handle':
      return {
        is: 'resource',
        owner: type.owner ?? '',
        name: type.resource,
        borrowed: type.borrowed,
      };
    case 'list': {
      const element = passingOf(type.element);
      return element && { is: 'list', element };
    }
    case 'option': {
      const some = passingOf(type.some);
      return some && { is: 'option', some, tagged: mayBeUndefined(type.some) };
    }
    case 'record':
      return fields(type.fields.map(({ name, type: of }) => [camelCase(name), of]));
    case 'tuple':
      return fields(type.items.map((of, index) => [index, of]));
    case 'variant':
      return cases(type.cases.map(({ name, type: of }) => [name, of]));
    case 'result':
      return cases([
        ['ok', type.ok],
        ['err', type.err],
      ]);
    default:
      return undefined;
  }
}

/** True for options that are `undefined` where they hold nothing. */
function mayBeUndefined(type: WitType): boolean {
  return type.kind === 'option' && !mayBeUndefined(type.some);
}

function fields(all: readonly (readonly [string | number, WitType])[]): Passing | undefined {
  const changed = all.flatMap(([key, type]) => {
    const passing = passingOf(type);
    return passing ? [[key, passing] as const] : [];
  });
  return changed.length > 0 ? { is: 'fields', fields: changed } : undefined;
}

function cases(all: readonly (readonly [string, WitType | undefined])[]): Passing | undefined {
  const changed = all.flatMap(([name, type]) => {
    const passing = optional(type);
    return passing ? [[name, passing] as const] : [];
  });
  return changed.length > 0 ? { is: 'cases', cases: Object.fromEntries(changed) } : undefined;
}
