/** What a thread that has stopped shows: its scopes, and what is in them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ServedCapability } from '../../channel.ts';
import type { Shown, Stopped } from '../stopped.ts';

/** What a reference to variables stands for. */
export interface Container {
  readonly thread: number;
  readonly variables: readonly Variable[];
}

export interface Variable {
  readonly name: string;
  readonly value: Shown;
  /** What of the call it is, where it can be given another value. */
  readonly what?: number | 'result';
}

export interface Scope extends Container {
  readonly name: 'Call' | 'Capability' | 'Result';
}

/** @param served what serves the capabilities, as far as the runtime has said so */
export function scopesOf(stopped: Stopped, served: readonly ServedCapability[]): readonly Scope[] {
  const { thread, at, call, result, error } = stopped;
  const isCall = at === 'call';
  const args = stopped.arguments.map((value, index): Variable => {
    const name = stopped.arguments.length > 1 ? `argument ${index + 1}` : 'argument';
    return { name, value, ...(isCall && { what: index }) };
  });
  const about = [
    ['function', call.function],
    ['interface', call.interface],
  ].map(([name = '', word = '']) => ({ name, value: plain(word) }));
  const answer: Variable[] = result ? [{ name: 'result', value: result, what: 'result' }] : [];
  if (error)
    answer.push(
      { name: 'error', value: plain(error.case) },
      { name: 'message', value: plain(error.message) },
    );
  const scopes: Scope[] = [{ name: 'Call', thread, variables: [...about, ...args] }];
  if (answer.length > 0) scopes.push({ name: 'Result', thread, variables: answer });
  const capability = capabilityOf(stopped, served);
  if (capability.length > 0) scopes.push({ name: 'Capability', thread, variables: capability });
  return scopes;
}

function capabilityOf({ call }: Stopped, served: readonly ServedCapability[]): readonly Variable[] {
  const own = served.filter(({ resource }) => resource.split('.')[0] === call.capability);
  const found = own.find(({ name }) => name === call.name) ?? own.find(({ name }) => name === '*');
  const facts = {
    name: call.name,
    resource: found?.resource,
    'served by': found && found.by !== found.resource ? found.by : undefined,
    from: found?.rung,
    address: found?.address,
    folder: found?.folder,
  };
  return Object.entries(facts).flatMap(([name, fact]) =>
    fact === undefined ? [] : [{ name, value: plain(fact) }],
  );
}

function plain(text: string): Shown {
  return { type: 'text', text };
}

/** @param reference makes a reference to what a value is made of */
export function toldVariable(
  { name, value, what }: Variable,
  reference: (parts: readonly Variable[]) => number,
): DebugProtocol.Variable {
  return {
    name,
    value: value.text,
    type: value.type,
    variablesReference: value.parts ? reference(value.parts) : 0,
    ...(what === undefined && { presentationHint: { attributes: ['readOnly'] } }),
  };
}
