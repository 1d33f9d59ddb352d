// Made by scripts/generate.ts from schemas/. Do not edit.
import type { ErrorObject } from 'ajv';

/** Whether the data has the shape of a slightfile; where it has not, `errors` says all that is wrong. */
export interface Validate {
  (data: unknown): boolean;
  readonly errors?: readonly ErrorObject[] | null;
}

export const validate: Validate;
