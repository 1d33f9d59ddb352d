/** What the container rung uses of testcontainers, imported by name: see eslint.config.js. */
export { GenericContainer, getContainerRuntimeClient } from 'testcontainers';
