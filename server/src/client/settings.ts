/** The settings that answers depend on, as the client has them: `slight.runtime.backends` and `slight.runtime.data`. */
import type { ConfigurationParams } from 'vscode-languageserver-protocol';
import type { RunSettings } from '../slightfile/run-settings.ts';

export interface Settings {
  /** Those of a slightfile. Never rejects: what the client does not say is as it is without a setting. */
  of(uri: string): Promise<RunSettings>;
  /** To be told what `workspace/didChangeConfiguration` says. */
  changed(params: unknown): void;
}

/** What a run does that nobody has set. */
const usual: RunSettings = { backends: 'auto', data: '' };

const choices: readonly unknown[] = [
  'auto',
  'container',
  'local',
  'embedded',
] satisfies RunSettings['backends'][];

/**
 * @param ask sends `workspace/configuration`; absent for a client that is not asked, and tells by itself: as it
 *   introduces itself, and when something changes
 * @param given what it told at first
 */
export function createSettings(
  ask: ((params: ConfigurationParams) => Promise<unknown>) | undefined,
  given: unknown,
): Settings {
  let told = settingsIn(given);
  const asked = new Map<string, Promise<RunSettings>>();
  return {
    of(uri) {
      if (!ask) return Promise.resolve(told);
      const known = asked.get(uri);
      if (known) return known;
      const answer = ask({ items: [{ scopeUri: uri, section: 'slight.runtime' }] }).then(
        (all) => settingsIn(Array.isArray(all) ? all[0] : undefined),
        () => usual,
      );
      asked.set(uri, answer);
      return answer;
    },
    changed(params) {
      asked.clear();
      const { slight } = recordOf(recordOf(params)['settings']);
      if (slight !== undefined) told = settingsIn(recordOf(slight)['runtime']);
    },
  };
}

function settingsIn(value: unknown): RunSettings {
  const { backends, data } = recordOf(value);
  return {
    backends: choices.includes(backends) ? (backends as RunSettings['backends']) : usual.backends,
    data: typeof data === 'string' ? data : usual.data,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
