/** The numbered things of a component: types, functions, instances, components inside it. */
import type { FunctionType, WitType } from '@slight/wit/model.ts';
import { Sort } from './extern.ts';

/** What an index of types leads to; undefined for what nothing here is about: components, resources of the component's own. */
export type Definition =
  | { readonly is: 'value'; readonly type: WitType }
  | { readonly is: 'function'; readonly type: FunctionType }
  /** `as`: the instance of this type that has a name; its resources are its own. */
  | { readonly is: 'instance'; readonly as: (name: string) => InstanceType }
  | { readonly is: 'resource'; readonly owner: string; readonly name: string }
  | undefined;

export interface InstanceType {
  /** The functions that it exports, by their canonical names, with a drop for each resource of its own. */
  readonly names: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, FunctionType>;
  readonly types: ReadonlyMap<string, Definition>;
  /** Of a component inside another: the interfaces that it exports. */
  readonly instances?: ReadonlyMap<string, InstanceType>;
}

/** A component inside another. It is read each time that it is instantiated, with what it is given for its imports. */
export type Nested = (given: ReadonlyMap<string, Part>) => InstanceType | undefined;

/** What an import or an export is, or an item of an instance; undefined for what nothing here is about. */
export type Part =
  | { readonly is: 'type'; readonly type: Definition }
  | { readonly is: 'function'; readonly type: FunctionType | undefined }
  | { readonly is: 'instance'; readonly instance: InstanceType | undefined }
  | { readonly is: 'component'; readonly component: Nested | undefined }
  | undefined;

/** The numbered things that a component, or a type in it, can name. */
export class Scope {
  readonly types: Definition[] = [];
  readonly functions: (FunctionType | undefined)[] = [];
  /** False where a function could not be numbered: then the numbers after it lead nowhere. */
  functionsAreKnown = true;
  readonly instances: (InstanceType | undefined)[] = [];
  readonly components: (Nested | undefined)[] = [];
  readonly outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.outer = outer;
  }
}

/** Gives a part of this sort the next number of its kind. */
export function number(scope: Scope, kind: number, part: Part): void {
  if (kind === Sort.type) scope.types.push(part?.is === 'type' ? part.type : undefined);
  if (kind === Sort.func) scope.functions.push(part?.is === 'function' ? part.type : undefined);
  if (kind === Sort.instance) scope.instances.push(part?.is === 'instance' ? part.instance : undefined);
  if (kind === Sort.component) scope.components.push(part?.is === 'component' ? part.component : undefined);
}

/** What a number of a sort stands for. */
export function standsFor(scope: Scope, kind: number, index: number): Part {
  switch (kind) {
    case Sort.type:
      return { is: 'type', type: scope.types[index] };
    case Sort.func:
      return { is: 'function', type: scope.functionsAreKnown ? scope.functions[index] : undefined };
    case Sort.instance:
      return { is: 'instance', instance: scope.instances[index] };
    case Sort.component:
      return { is: 'component', component: scope.components[index] };
    default:
      return undefined;
  }
}
