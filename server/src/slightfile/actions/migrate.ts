import { insert, removeMember, replaceText } from '@slight/slightfile/edits/edits.ts';
import type { Source } from '@slight/slightfile/edits/source.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import { findStore, stores } from '@slight/slightfile/stores.ts';
import type { Store } from '@slight/slightfile/stores.ts';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import type { Action, ActionPlace } from './action.ts';
import { blocksOf, lineOf, overlaps, secretNames } from './blocks.ts';
import { migrateBlocks } from './migrate-blocks.ts';

const title = 'Migrate to specversion 0.2';

/**
 * The whole file in the 0.2 format, with the meaning that it has in 0.1, but that configs count which a 0.1 capability
 * has and nobody read: a warning says of them that they do in 0.2. On the specversion as a quick fix too.
 */
export function migrateFile(file: File, { span, source }: ActionPlace): readonly Action[] {
  const { capabilities, specversion } = file.slightfile;
  const old = specversion?.value === '0.1' || capabilities.some(({ format }) => format === '0.1');
  if (!old) return [];
  const result = migration(file, source);
  const kinds: CodeActionKind[] = [CodeActionKind.RefactorRewrite];
  if (specversion && overlaps(lineOf(file, specversion.span), span)) kinds.unshift(CodeActionKind.QuickFix);
  return kinds.map((kind) =>
    typeof result === 'string' ? { title, kind, disabled: result } : { title, kind, edits: result },
  );
}

/** The edits, or why there are none. */
function migration(file: File, source: Source): readonly TextEdit[] | string {
  const { slightfile } = file;
  if (slightfile.document.errors.length > 0) return 'Correct the TOML errors first.';
  const store = storeOf(file);
  if (!store) return 'Correct secret_store first: it names no store.';
  const blocks = migrateBlocks(source, blocksOf(file), { store: store.id, secrets: secretNames(file) });
  if (typeof blocks === 'string') return blocks;
  const version = specversionEdit(file, source);
  if (!version) return 'Correct specversion first: it must be a string.';
  return [version, ...removeMember(source, slightfile.document.root, 'secret_store'), ...blocks];
}

/** What supplies the configs of 0.1 capabilities: the environment, where the file does not say. */
function storeOf({ slightfile: { document, secretStore } }: File): Store | undefined {
  if (!document.root.members.has('secret_store')) return findStore('envvars');
  return stores.find(({ id, resource }) => secretStore?.value === resource || secretStore?.value === id);
}

function specversionEdit(
  { slightfile: { document, specversion } }: File,
  { newline }: Source,
): TextEdit | undefined {
  if (specversion) return replaceText(specversion, '0.2');
  if (document.root.members.has('specversion')) return undefined;
  // a byte order mark stays in front
  const start = document.text.startsWith('\uFEFF') ? 1 : 0;
  return insert(start, `specversion = "0.2"${newline}${newline}`);
}
