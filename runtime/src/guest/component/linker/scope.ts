/** The numbered things of a component, or of a type in it, as they are when it is linked. */
import type { AbiFunction, AbiType, Resource } from '../abi/types.ts';
import type { CoreInstance, CoreItem, Func } from './program.ts';
import { Unsupported } from './unsupported.ts';

/** What an index of types leads to. */
export type Definition =
  | { readonly is: 'value'; readonly type: AbiType }
  | { readonly is: 'function'; readonly type: AbiFunction }
  | { readonly is: 'resource'; readonly resource: Resource }
  /** `as`: the instance of this type that is imported under a name; its resources are its own. */
  | { readonly is: 'instance'; readonly as: (name: string) => Instance }
  | { readonly is: 'component' };

/** What an instance of a component exports. */
export type Instance = ReadonlyMap<string, Part>;

/** A component inside another: linked each time that it is instantiated, with what it is given for its imports. */
export type Component = (given: Instance) => Instance;

/** What is imported, exported, or an item of an instance. */
export type Part =
  | { readonly is: 'type'; readonly type: Definition }
  | { readonly is: 'function'; readonly func: Func }
  | { readonly is: 'instance'; readonly instance: Instance }
  | { readonly is: 'component'; readonly component: Component }
  | { readonly is: 'module'; readonly module: number };

export class Scope {
  readonly outer: Scope | undefined;
  readonly types: Definition[] = [];
  readonly funcs: Func[] = [];
  readonly instances: Instance[] = [];
  readonly components: Component[] = [];
  readonly modules: number[] = [];
  readonly coreInstances: CoreInstance[] = [];
  /** By the sort of core WebAssembly: functions, tables, memories, globals, tags. */
  readonly coreItems: readonly CoreItem[][] = [[], [], [], [], []];

  constructor(outer?: Scope) {
    this.outer = outer;
  }
}

/** Gives a part the next number of its kind. */
export function number(scope: Scope, part: Part): void {
  switch (part.is) {
    case 'type':
      scope.types.push(part.type);
      break;
    case 'function':
      scope.funcs.push(part.func);
      break;
    case 'instance':
      scope.instances.push(part.instance);
      break;
    case 'component':
      scope.components.push(part.component);
      break;
    case 'module':
      scope.modules.push(part.module);
      break;
  }
}

/** What is at an index. @throws RangeError where nothing is */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError('an index leads nowhere');
  return found;
}

/** The item of an instance. @throws RangeError where it has none of that name */
export function item<T>(items: ReadonlyMap<string, T>, name: string): T {
  const found = items.get(name);
  if (found === undefined) throw new RangeError(`nothing is called ${name}`);
  return found;
}

/** The numbers that the binary form has for sorts. */
const sorts = ['core', 'function', 'value', 'type', 'component', 'instance'] as const;

/** What a number of a sort stands for. @param sort of components, or that of modules, 0x11 */
export function standsFor(scope: Scope, sort: number, index: number): Part {
  switch (sort === 0x11 ? 'module' : sorts[sort]) {
    case 'function':
      return { is: 'function', func: at(scope.funcs, index) };
    case 'type':
      return { is: 'type', type: at(scope.types, index) };
    case 'component':
      return { is: 'component', component: at(scope.components, index) };
    case 'instance':
      return { is: 'instance', instance: at(scope.instances, index) };
    case 'module':
      return { is: 'module', module: at(scope.modules, index) };
    default:
      throw new Unsupported(
        'hands values on, which this version of slight does not run. Build it for WASI 0.2.',
      );
  }
}
