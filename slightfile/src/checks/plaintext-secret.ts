import { findConfig } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { readFromEnvironment } from '../edits/edits.ts';
import { holdsPassword } from '../values/written-address.ts';
import { keptPart } from '../kept-part.ts';
import { isLiteral } from '../references.ts';
import { mayBeSealed } from '../sealed.ts';
import type { Slightfile } from '../slightfile.ts';
import { meantReferences } from '../meant/references.ts';
import { quote } from '@slight/text/words.ts';

/** The keys of the storage emulator, which are the same everywhere and no secret. */
const published = new Set([
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
]);

/** A secret that stands in the file for all to read. The message does not repeat it. */
export function* plaintextSecret({ blocks, slightfile }: CheckContext): Iterable<Problem> {
  yield* unsealed(slightfile);
  for (const { capability, resource } of blocks) {
    if (!resource || capability.format === '0.1') continue;
    for (const { key, value } of capability.configs) {
      const config = findConfig(resource, key);
      if (!config || !value) continue;
      const { text } = value;
      const isKept = config.secret && text.value !== '' && isLiteral(value);
      if (!(config.format === 'url' ? holdsPassword(text.value) : isKept)) continue;
      // what should be a reference is no secret
      if (published.has(text.value) || meantReferences(value, key, config).length > 0) continue;
      const part = keptPart(key, value);
      const name = part?.name ?? key;
      const message = `${key} ${config.format === 'url' ? 'holds a password' : 'is a secret'} and stands in the file for all to read. Keep it out: \`slight secret -k ${name}\`, then "\${usersecrets.${name}}", or "\${envvars.${name}}".`;
      yield problem('plaintext-secret', 'information', text.span, message, [
        part && readFromEnvironment(text, part.name, part.at),
      ]);
    }
  }
}

/** A value of `[[secret_settings]]` that nothing has sealed: no run can read it. */
function* unsealed({ secrets }: Slightfile): Iterable<Problem> {
  for (const { name, value } of secrets) {
    if (!name || !value || value.value === '' || mayBeSealed(value.value)) continue;
    const message = `The value of the secret ${quote(name.value)} is not sealed: it stands in the file for all to read, and a run cannot use it. Set it again with \`slight secret -k ${name.value}\`.`;
    yield problem('plaintext-secret', 'warning', value.span, message);
  }
}
