/** What the provider uses of Azure's client library, imported by name: see eslint.config.js. */
export { AppConfigurationClient } from '@azure/app-configuration';
