import type { Config } from './slightfile.ts';

/**
 * The configs that have a value in an environment: one that refers to a variable which is not set has none, and a run
 * goes on as if it were left out.
 * @param environment the names of the variables that are set; undefined where that is not known
 */
export function givenConfigs(
  configs: readonly Config[],
  environment: ReadonlySet<string> | undefined,
): readonly Config[] {
  if (!environment) return configs;
  return configs.filter(
    ({ value }) =>
      !value?.references.some(({ store, key }) => store.value === 'envvars' && !environment.has(key.value)),
  );
}
