/** What a component exports, called with the plain values of hosts. */
import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import { camelCase, WitError } from '../../hosts/values.ts';
import { own } from '../../own.ts';
import { NoSuchExport } from '../guest.ts';
import { endOf } from './ending.ts';
import { parseName, pascalCase } from './names.ts';
import type { FunctionPassing, Passings } from './passing.ts';
import type { Resources } from './resources.ts';

/** What an instance of a transpiled component exports: by interface; functions that are in none are beside them. */
export type ComponentExports = Readonly<Record<string, unknown>>;

type Callable = (...args: readonly unknown[]) => unknown;

/** What is called, and by whom. */
export interface ExportContext {
  /** What the component says that it exports: jco's objects have more. */
  readonly refs: readonly InterfaceRef[];
  readonly passings: Passings;
  readonly resources: Resources;
}

/** As `Instance.call`, of one that was instantiated. */
export async function callExport(
  exports: ComponentExports,
  { refs, passings, resources }: ExportContext,
  interfaceName: string,
  functionName: string,
  args: readonly unknown[],
): Promise<unknown> {
  const call = isOf(refs, interfaceName, functionName) && find(exports, interfaceName, functionName);
  if (!call) throw new NoSuchExport(interfaceName, functionName);
  const {
    params = [],
    result,
    error,
  }: Partial<FunctionPassing> = own(own(passings, interfaceName), functionName) ?? {};
  const passed = args.map((value, index) => {
    const passing = params[index];
    return passing ? resources.toGuest(passing)(value) : value;
  });
  let given: unknown;
  try {
    given = await call(...passed);
  } catch (thrown) {
    if (thrown instanceof Error || thrown instanceof WebAssembly.Exception) throw endOf(thrown);
    // jco throws what the `err` of a result holds, as it is
    const payload = error ? resources.toHost(error)(thrown) : thrown;
    throw new WitError(payload, typeof payload === 'string' ? payload : 'The guest returned an error.');
  }
  return result ? resources.toHost(result)(given) : given;
}

function isOf(refs: readonly InterfaceRef[], interfaceName: string, functionName: string): boolean {
  if (interfaceName === '') return refs.some(({ name }) => name === functionName);
  return refs.some(({ name, functions }) => name === interfaceName && functions.includes(functionName));
}

/** The function; of a method, one whose first argument is the resource. */
function find(exports: ComponentExports, interfaceName: string, functionName: string): Callable | undefined {
  const members = interfaceName === '' ? exports : (own(exports, interfaceName) as ComponentExports);
  const { kind, resource, member } = parseName(functionName);
  const name = camelCase(member);
  if (kind === 'function') return callable(own(members, name));
  const Class = own(members, pascalCase(resource)) as ResourceClass;
  switch (kind) {
    case 'constructor':
      return (...args) => new Class(...args);
    case 'static':
      return callable(Class[name]);
    default: {
      const method = callable(Class.prototype[name]);
      return method && ((self, ...args) => method.apply(self, args));
    }
  }
}

type ResourceClass = Readonly<Record<string, unknown>> & {
  readonly prototype: Readonly<Record<string, unknown>>;
  new (...args: readonly unknown[]): unknown;
};

function callable(value: unknown): Callable | undefined {
  return typeof value === 'function' ? (value as Callable) : undefined;
}
