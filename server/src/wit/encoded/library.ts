/** jco's wasm-tools, imported by name: see eslint.config.js. To load it takes as long as a start of the server. */
export { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
