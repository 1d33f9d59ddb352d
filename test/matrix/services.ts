/** Servers of the tests in the place of services that are somewhere else, and that nothing is started for. */
import { startAppConfiguration } from '../contract/app-configuration.ts';
import { setting } from './setting.ts';

export interface Service extends AsyncDisposable {
  /** What names it, as a run's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** By the ids of the resources. */
const services: Readonly<Record<string, () => Promise<Service>>> = {
  async 'configs.azapp'() {
    const server = await startAppConfiguration([setting]);
    return {
      environment: server.configs(),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

export function hasService(resource: string): boolean {
  return Object.hasOwn(services, resource);
}

/** Starts it; undefined where there is none for the resource. */
export async function startService(resource: string): Promise<Service | undefined> {
  return services[resource]?.();
}
