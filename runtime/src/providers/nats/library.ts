/** The client of NATS, imported by name: see eslint.config.js. */
export { connect, createInbox, credsAuthenticator, headers, nanos } from '@nats-io/transport-node';
export { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream';
