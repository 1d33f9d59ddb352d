/** What the provider uses of Azure's client library, imported by name: see eslint.config.js. */
export { ServiceBusAdministrationClient, ServiceBusClient } from '@azure/service-bus';
