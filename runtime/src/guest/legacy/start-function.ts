/**
 * A module's start function runs while the module is instantiated: before the host can reach its memory, and where it
 * cannot be paused. As an export it is called right after, where it can do what every function can.
 */
import { contentOf, moduleOf, name, sectionId, sectionsOf, withMore, withSection } from '../core/module.ts';

const functionKind = 0;

export interface Startless {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The export that is to be called first. */
  readonly start: string;
}

/**
 * The same module with its start function as an export; undefined where it has none.
 * @param bytes of a valid module
 */
export function exportStart(bytes: Uint8Array, start = 'slight:start'): Startless | undefined {
  const sections = sectionsOf(bytes);
  const index = contentOf(sections, sectionId.start);
  if (!index) return undefined;
  const exports = withMore(contentOf(sections, sectionId.export), [[...name(start), functionKind, ...index]]);
  const startless = withSection(withSection(sections, sectionId.export, exports), sectionId.start, undefined);
  return { bytes: moduleOf(bytes, startless), start };
}
