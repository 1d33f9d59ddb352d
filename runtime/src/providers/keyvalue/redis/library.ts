/** ioredis, imported by name: see eslint.config.js. */
export { Redis } from 'ioredis';
