/**
 * The wildcards of messaging.filesystem: those of MQTT and those of NATS, since it stands in for either. `a/+/c` and
 * `a/#` (MQTT 5.0, section 4.7.1), where levels are parted by `/`; `a.*.c` and `a.>`, where they are parted by `.`.
 * One alone, such as `#`, is either's.
 */

/** Whether the topic asks for more than one topic. */
export function isWild(topic: string): boolean {
  return matcherOf(topic) !== undefined;
}

/** Whether a message to `topic` is one that a subscription to `pattern` asks for. */
export function matches(pattern: string, topic: string): boolean {
  if (pattern === topic) return true;
  return matcherOf(pattern)?.(topic) ?? false;
}

function matcherOf(pattern: string): ((topic: string) => boolean) | undefined {
  const slashes = pattern.split('/');
  if (slashes.includes('+') || slashes.at(-1) === '#') {
    // a/# is a itself, too
    return (topic) => matchLevels(slashes, topic.split('/'), { one: '+', rest: '#', least: 0 });
  }
  const dots = pattern.split('.');
  if (dots.includes('*') || dots.at(-1) === '>') {
    return (topic) => matchLevels(dots, topic.split('.'), { one: '*', rest: '>', least: 1 });
  }
  return undefined;
}

function matchLevels(
  pattern: readonly string[],
  topic: readonly string[],
  wild: { readonly one: string; readonly rest: string; readonly least: number },
): boolean {
  const isOpen = pattern.at(-1) === wild.rest;
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  const more = topic.length - fixed.length;
  if (isOpen ? more < wild.least : more !== 0) return false;
  return fixed.every((level, index) => level === wild.one || level === topic[index]);
}
