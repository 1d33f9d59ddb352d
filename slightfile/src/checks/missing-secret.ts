import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { readFromEnvironment, referTo, removeTable } from '../edits/edits.ts';
import { isMisspelled, isSurelyMissing } from '../meant/misspelled.ts';
import { didYouMean, isSure, suggest } from '@slight/text/words.ts';

/**
 * `${usersecrets.KEY}` without a secret KEY, or a secret without a value. For the reference a warning and no error:
 * the run starts, with the config unset.
 */
export function* missingSecret(context: CheckContext): Iterable<Problem> {
  const { references, structure, secrets, source } = context;
  for (const { capability, key, value, reference } of areSecretsKnown(context) ? references : []) {
    const { store, key: written, at } = reference;
    const name = written.value;
    if (capability.format === '0.1' || store.value !== 'usersecrets' || secrets.has(name)) continue;
    // few files have more secrets than a person can name, and those get no suggestion
    const suggestion = secrets.size > 100 ? undefined : suggest(name, secrets);
    const remedy =
      suggestion === undefined ? ` Add it with \`slight secret -k ${name}\`.` : didYouMean(suggestion);
    const message = `This file has no secret ${name}, so ${key} gets no value.${remedy}`;
    yield problem('missing-secret', 'warning', written.span, message, [
      suggestion === undefined
        ? undefined
        : {
            title: `Change to ${suggestion}`,
            edits: [referTo(value.text, 'usersecrets', suggestion, at)],
            preferred: isSure(name, suggestion),
          },
      readFromEnvironment(value.text, name, at),
    ]);
  }
  for (const { table, path, key } of structure.missing) {
    if (path[0] !== 'secret_settings' || key !== 'value' || !isSurelyMissing(context, table, key)) continue;
    const message = 'This secret has no value. Remove it, and add it again with `slight secret -k KEY`.';
    yield problem('missing-secret', 'error', table.span, message, [
      { title: 'Remove this secret, which has no value', edits: removeTable(source, table) },
    ]);
  }
}

/** Of a secret that cannot be read, or whose header or name is misspelled, the name is not known. */
function areSecretsKnown({ slightfile, document, misspelled }: CheckContext): boolean {
  if (document.errors.length > 0 || isMisspelled(misspelled, document.root, 'secret_settings')) return false;
  return slightfile.secrets.every(({ name }) => name !== undefined);
}
