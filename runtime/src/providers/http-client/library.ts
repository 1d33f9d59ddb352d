/**
 * undici: see eslint.config.js. Its index, with fetch, WebSockets and caches, would take three times as long to load.
 */
export { default as Agent } from 'undici/lib/dispatcher/agent.js';
