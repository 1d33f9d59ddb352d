/** Every check of WIT, in the order of their codes in problem.ts. */
import { badConstructor } from './bad-constructor.ts';
import { badGate } from './bad-gate.ts';
import { badType } from './bad-type.ts';
import type { WitCheck } from './check.ts';
import { circularPackage } from './circular-package.ts';
import { circularType } from './circular-type.ts';
import { circularUse } from './circular-use.ts';
import { duplicateName } from './duplicate-name.ts';
import { duplicatePackage } from './duplicate-package.ts';
import { emptyType } from './empty-type.ts';
import { incompatibleExport } from './incompatible-export.ts';
import { legacySyntax } from './legacy-syntax.ts';
import { missingGate } from './missing-gate.ts';
import { notInDeps } from './not-in-deps.ts';
import { notAResource } from './not-a-resource.ts';
import { oldResults } from './old-results.ts';
import { packageName } from './package-name.ts';
import { returnedBorrow } from './returned-borrow.ts';
import { unknownInterface } from './unknown-interface.ts';
import { unknownName } from './unknown-name.ts';
import { unknownPackage } from './unknown-package.ts';
import { unknownType } from './unknown-type.ts';
import { unusedUse } from './unused-use.ts';
import { versionMismatch } from './version-mismatch.ts';
import { worldConflict } from './world-conflict.ts';
import { wrongKind } from './wrong-kind.ts';

export const checks: readonly WitCheck[] = [
  legacySyntax,
  packageName,
  unknownPackage,
  notInDeps,
  versionMismatch,
  unknownInterface,
  wrongKind,
  duplicatePackage,
  circularPackage,
  circularUse,
  circularType,
  unknownName,
  unknownType,
  notAResource,
  duplicateName,
  worldConflict,
  incompatibleExport,
  emptyType,
  badType,
  oldResults,
  badConstructor,
  returnedBorrow,
  badGate,
  missingGate,
  unusedUse,
];
