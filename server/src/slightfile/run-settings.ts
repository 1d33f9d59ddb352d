/** What a run is started with, by `slight.runtime.backends` and `slight.runtime.data`. */
export interface RunSettings {
  readonly backends: 'auto' | 'container' | 'local' | 'embedded';
  /** The folder for data, as the setting writes it; empty where it is `.slight` beside the slightfile. */
  readonly data: string;
}
