/** Every check, in the order of their codes in problem.ts. */
import { allowedHosts } from './allowed-hosts.ts';
import { badConfigValue } from './bad-config-value.ts';
import type { Check } from './check.ts';
import { configNotString } from './config-not-string.ts';
import { duplicateName } from './duplicate-name.ts';
import { duplicateSecret } from './duplicate-secret.ts';
import { formatMismatch } from './format-mismatch.ts';
import { ignoredSecretStore } from './ignored-secret-store.ts';
import { malformedReference } from './malformed-reference.ts';
import { missingConfig } from './missing-config.ts';
import { missingName } from './missing-name.ts';
import { missingResource } from './missing-resource.ts';
import { missingSecret } from './missing-secret.ts';
import { missingSpecversion } from './missing-specversion.ts';
import { noCapabilities } from './no-capabilities.ts';
import { newerToml } from './newer-toml.ts';
import { notImplementedResource } from './not-implemented-resource.ts';
import { plaintextSecret } from './plaintext-secret.ts';
import { referenceInText } from './reference-in-text.ts';
import { renamedResource } from './renamed-resource.ts';
import { unknownConfig } from './unknown-config.ts';
import { unknownKey } from './unknown-key.ts';
import { unknownResource } from './unknown-resource.ts';
import { unknownStore } from './unknown-store.ts';
import { unsupportedSpecversion } from './unsupported-specversion.ts';
import { wildcardNotAlone } from './wildcard-not-alone.ts';
import { wrongType } from './wrong-type.ts';

export const checks: readonly Check[] = [
  newerToml,
  unknownKey,
  missingSpecversion,
  unsupportedSpecversion,
  wrongType,
  missingResource,
  missingName,
  unknownResource,
  renamedResource,
  notImplementedResource,
  formatMismatch,
  duplicateName,
  wildcardNotAlone,
  missingConfig,
  unknownConfig,
  configNotString,
  badConfigValue,
  allowedHosts,
  unknownStore,
  malformedReference,
  referenceInText,
  missingSecret,
  duplicateSecret,
  plaintextSecret,
  ignoredSecretStore,
  noCapabilities,
];
