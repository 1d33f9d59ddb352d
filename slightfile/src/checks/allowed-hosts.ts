import { findConfig } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import { isLiteral, within } from '../references.ts';
import { allowsAll, hostsIn, readAllowedHosts } from '../values/allowed-hosts.ts';
import type { Text } from '../slightfile.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { replaceText } from '../edits/edits.ts';

/** A list of hosts that allows nobody, or in which one host makes the others moot: both can be meant, and neither shows. */
export function* allowedHosts({ blocks }: CheckContext): Iterable<Problem> {
  for (const { capability, resource } of blocks) {
    if (!resource || capability.format === '0.1') continue;
    for (const { key, value } of capability.configs) {
      if (!value || !isLiteral(value) || findConfig(resource, key)?.format !== 'hosts') continue;
      const { text } = value;
      // what cannot be read is bad-config-value's
      if (typeof readAllowedHosts(text.value) === 'string') continue;
      const hosts = hostsIn(text.value);
      if (hosts.length === 0) {
        const message = `${key} names no host, so that no server at all is allowed. Name those that are, or remove ${key} to allow every server.`;
        yield problem('allowed-hosts', 'hint', text.span, message);
        continue;
      }
      const all = hosts.find(({ host }) => allowsAll(host));
      if (!all || hosts.length === 1) continue;
      const others = hosts.filter(({ host }) => !allowsAll(host)).map(({ host }) => host);
      const message = `${all.host} allows every server, so that the other hosts say nothing. Leave out ${all.host}, or the others.`;
      yield problem('allowed-hosts', 'hint', within(text, all.start, all.end), message, [
        others.length > 0 ? fix(text, `Leave out ${all.host}`, others.join(', ')) : undefined,
        fix(text, `Leave ${all.host} alone`, all.host),
      ]);
    }
  }
}

function fix(text: Text, title: string, value: string) {
  return { title, edits: [replaceText(text, value)] };
}
