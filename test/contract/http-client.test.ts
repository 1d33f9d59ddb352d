import { loadProvider } from '@slight/runtime/providers/index.ts';
import { contextOf } from './context.ts';
import { httpClientContract } from './http-client.ts';

httpClientContract('http-client', {
  async open(hosts, given) {
    const configs = hosts === undefined ? {} : { ALLOWED_HOSTS: hosts };
    return (await loadProvider('http-client')).open('', configs, contextOf(given));
  },
});
