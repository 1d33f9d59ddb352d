/** What is wrong with the settings that an app is run with. Knows nothing of VS Code. */

/** The values as they are set, of whatever type. */
export interface GivenSettings {
  /** What `slight.modules` says of the slightfile. */
  readonly module: unknown;
  readonly node: unknown;
  readonly backends: unknown;
  readonly data: unknown;
  readonly keepBackends: unknown;
  readonly arguments: unknown;
}

export interface SettingsFault {
  /** One sentence. */
  readonly message: string;
  /** `slight.runtime.backends` */
  readonly setting: string;
}

export const rungs = ['auto', 'container', 'local', 'embedded'] as const;

/**
 * The first value that nothing can be run with; undefined where there is none.
 * @param slightfile as `slight.modules` names it
 */
export function settingsFault(given: GivenSettings, slightfile: string): SettingsFault | undefined {
  const isText = (value: unknown): boolean => typeof value === 'string';
  const checks: readonly [setting: string, value: unknown, isRight: boolean, wanted: string][] = [
    [
      'slight.modules',
      given.module,
      given.module === undefined || isText(given.module),
      'the path of a .wasm file',
    ],
    ['slight.runtime.node', given.node, isText(given.node), 'the path of a Node, or empty'],
    [
      'slight.runtime.backends',
      given.backends,
      rungs.some((rung) => rung === given.backends),
      'auto, container, local or embedded',
    ],
    ['slight.runtime.data', given.data, isText(given.data), 'the path of a folder, or empty'],
    [
      'slight.runtime.keepBackends',
      given.keepBackends,
      typeof given.keepBackends === 'boolean',
      'true or false',
    ],
    [
      'slight.runtime.arguments',
      // they may give the guest a secret
      undefined,
      Array.isArray(given.arguments) && given.arguments.every(isText),
      'a list of texts',
    ],
  ];
  const wrong = checks.find(([, , isRight]) => !isRight);
  if (!wrong) return undefined;
  const [setting, value, , wanted] = wrong;
  const of = setting === 'slight.modules' ? ` for ${slightfile}` : '';
  const shown = value === undefined ? '' : `, and not ${JSON.stringify(value)}`;
  return { message: `The setting ${setting}${of} has to be ${wanted}${shown}.`, setting };
}
