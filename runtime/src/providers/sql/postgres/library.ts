/** pg, imported by name: see eslint.config.js. */
export { Pool, Query } from 'pg';
