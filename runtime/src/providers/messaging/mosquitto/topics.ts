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

/** Control characters and non-characters: by MQTT 5.0, section 1.5.4, a broker may close a connection that sends one. */
const unfit = /[\p{Cc}\p{Noncharacter_Code_Point}]/u;

/**
 * That a broker takes it as text of MQTT.
 * @throws CapabilityError where it closes the connection instead
 */
export function requirePlain(topic: string): void {
  if (Buffer.byteLength(topic) > 65_000)
    throw noTopic('The topic is longer than 65,000 bytes, which MQTT does not take; make it shorter.');
  const [found] = unfit.exec(topic) ?? [];
  if (found === undefined) return;
  const code = found.codePointAt(0) ?? 0;
  throw noTopic(
    `The topic has the character U+${code.toString(16).toUpperCase().padStart(4, '0')} in it, which brokers of MQTT do not take; leave it out.`,
  );
}
