/** What a Rust source may have handlers by that nobody sees in it: macros, and files and crates that are not of the app. */
import { usesOf } from '../rust-uses.ts';
import type { Tokens } from '../tokens.ts';

/** True where all handlers of a source are functions that stand in it, and are marked as what they are. */
export function isPlain(tokens: Tokens): boolean {
  if (['macro_rules', 'include', 'no_mangle'].some((word) => tokens.places(word).length > 0)) return false;
  const { named, declared } = usesOf(tokens);
  const knows = (name: string): boolean => known.has(name) || named.has(name) || declared.has(name);
  let useEnd = -1;
  for (let index = 0; index < tokens.count; index++) {
    if (tokens.is(index, '#') && !isPlainAttribute(tokens, index)) return false;
    if (index < useEnd || !tokens.isWord(index)) continue;
    if (tokens.is(index, 'use')) {
      if (!isPlainUse(tokens, index, declared)) return false;
      useEnd = endOfUse(tokens, index);
      continue;
    }
    if (tokens.is(index + 1, '::') && !isPathEnd(tokens, index) && isModule(tokens.at(index)))
      if (!knows(tokens.at(index))) return false;
    if (tokens.is(index + 1, '!') && !isPlainMacro(tokens, index)) return false;
  }
  return true;
}

/** False where a source that has no handlers certainly makes none: it looks for a few marks and reads nothing. */
export function mayMake(text: string): boolean {
  return marks.test(text);
}

const marks =
  /^[\w:]+!|macro_rules!|include!|no_mangle|^[ \t]*#\[(?!(?:allow|derive|cfg|test|inline|doc|must_use|serde|error|from|default|repr)\b)/m;

/** Crates, and modules of bindings, that make no handlers but those that a source says. */
const known: ReadonlySet<string> = new Set(
  `std core alloc crate self super anyhow serde serde_json thiserror slight_http_handler_macro
  slight_http_server_macro wit_error_rs wit_bindgen
  wit_bindgen_rust wit_bindgen_guest_rust bindings exports spiderlightning wasi http http_server http_handler http_types
  http_client keyvalue messaging mq blob_store blobstore configs runtime_configs sql distributed_locking lockd types
  bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64`.split(/\s+/),
);

/** Attributes that export nothing, and those that are read. */
const attributes: ReadonlySet<string> = new Set(
  `register_handler export_name allow deny warn forbid expect derive cfg doc inline must_use test ignore default
  non_exhaustive repr cold deprecated track_caller feature serde error from source rustfmt clippy slight
  on_server_init slight_http_handler_macro slight_http_server_macro`.split(/\s+/),
);

function isPlainAttribute(tokens: Tokens, mark: number): boolean {
  const open = tokens.is(mark + 1, '!') ? mark + 2 : mark + 1;
  // r#name is exported by another name than it has
  if (!tokens.is(open, '[')) return false;
  const close = tokens.brackets.closing(open);
  // `unsafe(export_name = "…")`
  let first = tokens.is(open + 1, 'unsafe') ? open + 3 : open + 1;
  if (!attributes.has(tokens.at(first))) return false;
  while (tokens.is(first + 1, '::') && first < close) first += 2;
  return (
    !/^slight/.test(tokens.at(open + 1)) || /^(?:register_handler|on_server_init)$/.test(tokens.at(first))
  );
}

/** False of a crate that is not known, of `pub use …::*`, and of a handler's attribute by another name. */
function isPlainUse(tokens: Tokens, use: number, declared: ReadonlySet<string>): boolean {
  const first = tokens.is(use + 1, '::') ? use + 2 : use + 1;
  const isPublic = tokens.is(use - 1, 'pub') || tokens.is(use - 1, ')');
  if (!known.has(tokens.at(first)) && !declared.has(tokens.at(first))) return false;
  for (let index = first, end = endOfUse(tokens, use); index < end; index++) {
    if (isPublic && tokens.is(index, '*')) return false;
    if (tokens.is(index, 'register_handler') && tokens.is(index + 1, 'as')) return false;
  }
  return true;
}

function endOfUse(tokens: Tokens, use: number): number {
  let index = use;
  while (index < tokens.count && !tokens.is(index, ';')) index++;
  return index;
}

/** True of a word that is not the first of its path. */
function isPathEnd(tokens: Tokens, index: number): boolean {
  return tokens.is(index - 1, '::') || tokens.is(index - 1, '.');
}

/** Types begin with a capital. */
function isModule(name: string): boolean {
  return /^[a-z_]/.test(name);
}

/** Macros in the place of an item that make no handlers, or those that are read. */
const macros: ReadonlySet<string> = new Set(
  'import export generate on_server_init handler println eprintln thread_local compile_error'.split(' '),
);

/** Inside of a function a macro makes no exports; those that begin an item may. */
function isPlainMacro(tokens: Tokens, name: number): boolean {
  if (!/^[([{]$/.test(tokens.at(name + 2))) return true;
  let first = name;
  while (tokens.is(first - 1, '::') && tokens.isWord(first - 2)) first -= 2;
  if (first > 0 && !/^[;{}\])]$/.test(tokens.at(first - 1))) return true;
  if (isInFunction(tokens, first)) return true;
  // what it implements is of types
  if (tokens.is(first, 'wit_error_rs')) return true;
  if (!macros.has(tokens.at(name))) return false;
  if (tokens.is(name, 'handler')) return name === first && givenExport(tokens, name) !== undefined;
  return name === first || tokens.at(first).startsWith('wit_bindgen');
}

function isInFunction(tokens: Tokens, index: number): boolean {
  for (let around = tokens.brackets.around(index); around !== -1; around = tokens.brackets.around(around)) {
    for (let head = around - 1; head >= 0 && !/^[;{}]$/.test(tokens.at(head)); head--)
      if (tokens.is(head, 'fn')) return true;
  }
  return false;
}

/**
 * The text of `handler!(list_items, "list-items")`, in any brackets: where its name and its export are.
 * @param macro the macro's name
 */
export function givenExport(
  tokens: Tokens,
  macro: number,
): { readonly name: number; readonly text: number } | undefined {
  const open = macro + 2;
  if (!tokens.is(macro + 1, '!') || !/^[([{]$/.test(tokens.at(open))) return undefined;
  const [name, text] = [open + 1, open + 3];
  if (!tokens.isWord(name) || !tokens.is(name + 1, ',') || !tokens.isString(text)) return undefined;
  const end = tokens.is(text + 1, ',') ? text + 2 : text + 1;
  return tokens.brackets.closing(open) === end ? { name, text } : undefined;
}
