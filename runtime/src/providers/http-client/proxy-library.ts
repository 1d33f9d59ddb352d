/** undici, where a proxy is used. By itself, without the index, its agent for proxies lacks `connect`. */
export { ProxyAgent } from 'undici';
