/** MQTT's topics, MQTT 5.0, section 4.7: levels with `/` between; in a filter `+` is one level and `#` the rest. */
import { noTopic, requireTopic } from '../topics.ts';

/** @throws CapabilityError where it is none that can be subscribed to */
export function requireFilter(filter: string): void {
  requireTopic(filter);
  const levels = filter.split('/');
  const isRight = levels.every(
    (level, index) => !/[+#]/.test(level) || level === '+' || (level === '#' && index === levels.length - 1),
  );
  if (!isRight)
    throw noTopic(`${JSON.stringify(filter)} is no topic of MQTT: + is a whole level, and # the last one.`);
  requirePlain(filter);
}

/** @throws CapabilityError where it is none that can be published to */
export function requireName(topic: string): void {
  requireTopic(topic);
  if (/[+#]/.test(topic))
    throw noTopic(`${JSON.stringify(topic)} is a wildcard: it can be subscribed to, and not published to.`);
  requirePlain(topic);
}

function requirePlain(topic: string): void {
  if (topic.includes('\0') || Buffer.byteLength(topic) > 65_000)
    throw noTopic(
      'The topic is none of MQTT: it is longer than 65,000 bytes, or has the character U+0000 in it.',
    );
}
