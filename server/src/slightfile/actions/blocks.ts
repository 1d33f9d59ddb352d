/** The capabilities of a file as edits take them: each with its resource, and whether all of it can be read. */
import { findResource, spellingOf } from '@slight/slightfile/catalogue.ts';
import type { Block } from '@slight/slightfile/block.ts';
import { keptPart } from '@slight/slightfile/kept-part.ts';
import type { KeptPart } from '@slight/slightfile/kept-part.ts';
import type { Capability, Config, Text } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { countFrom, lastFrom } from '@slight/slightfile/toml/lookup.ts';
import { capabilityAt } from '../block.ts';
import type { File } from '../file.ts';

export function blocksOf(file: File): readonly Block[] {
  return file.slightfile.capabilities.map((capability) => blockOf(file, capability));
}

/** The capability whose lines a span begins in. */
export function blockAt(file: File, { start }: Span): Block | undefined {
  const capability = capabilityAt(file, start);
  return capability && blockOf(file, capability);
}

function blockOf({ slightfile }: File, capability: Capability): Block {
  const name = capability.resource?.value ?? '';
  const { errors, sections } = slightfile.document;
  const { start, end } = capability.span;
  const next = sections[countFrom(sections, end)]?.span.start ?? Infinity;
  const unfinished = (lastFrom(errors, next - 1)?.span.end ?? -1) >= start;
  return { capability, resource: findResource(name), spelling: spellingOf(name), unfinished };
}

/** True where the spans have a place in common; of an empty one, the place where it stands. */
export function overlaps(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

/** From the start of the line to the end of the span: of a value, its key and the value. */
export function lineOf({ slightfile }: File, { start, end }: Span): Span {
  const { text } = slightfile.document;
  return { start: text.lastIndexOf('\n', start - 1) + 1, end };
}

/** The names of `[[secret_settings]]`. */
export function secretNames({ slightfile }: File): ReadonlySet<string> {
  return new Set(slightfile.secrets.flatMap(({ name }) => (name ? [name.value] : [])));
}

export interface LiteralConfig {
  readonly config: Config;
  readonly text: Text;
  /** What of it can be kept elsewhere. */
  readonly part: KeptPart;
}

/** The config of a capability that a span touches, where its value, or a password in it, stands in the file itself and is read. */
export function literalAt(
  file: File,
  capability: Capability | undefined,
  span: Span,
): LiteralConfig | undefined {
  if (!capability || capability.format === '0.1') return undefined;
  for (const config of capability.configs) {
    const { keySpan, value } = config;
    const part = value && keptPart(config.key, value);
    if (!value || !part) continue;
    const whole = { start: keySpan.start, end: value.text.span.end };
    if (!overlaps(whole, span)) continue;
    const { errors } = file.slightfile.document;
    return errors.some((error) => overlaps(error.span, whole))
      ? undefined
      : { config, text: value.text, part };
  }
  return undefined;
}
