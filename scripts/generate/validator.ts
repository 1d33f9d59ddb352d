import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Schema } from './schema.ts';

/** The validator of the structure as an ES module that imports nothing, so that no schema is compiled at start-up. */
export function validator(structure: Schema): string {
  const ajv = new Ajv({ allErrors: true, strict: true, code: { source: true, esm: true, lines: true } });
  const validate = ajv.compile(withoutNotes(structure));
  const code = standalone.default(ajv, validate);
  if (code.includes('require(')) throw new Error('The validator is to stand alone, and asks for a module.');
  return `// Made by scripts/generate.ts from schemas/structure.json. Do not edit.\n${code}`;
}

/** The validator has no use for descriptions. */
function withoutNotes(schema: Schema): Schema {
  const notes = new Set(['description', '$comment']);
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      notes.has(key) && typeof value === 'string' ? undefined : value,
    ),
  ) as Schema;
}
