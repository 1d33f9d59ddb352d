import type { Configs } from '@slight/runtime/ports/configs.ts';
import { openAppConfiguration } from '@slight/runtime/providers/configs/azapp.ts';
import { provider as envvars } from '@slight/runtime/providers/configs/envvars.ts';
import { startAppConfiguration } from '../../test/contract/app-configuration.ts';
import { table } from '../measure.ts';
import type { Part } from '../part.ts';
import { repeated, repeatedHead } from '../repeated.ts';
import { context } from '../scratch.ts';

/** A value that is read. */
export const part: Part = {
  async measure({ rounds, calls }) {
    await using server = await startAppConfiguration([{ key: 'key', value: 'x'.repeat(100) }]);
    await using azapp = await openAppConfiguration('bench', server.configs(), context());
    await using environment = await envvars.open(
      'bench',
      {},
      { ...context(), environment: { key: 'value' } },
    );
    const rows = async (name: string, bench: Configs, count: number) =>
      repeated(name, 'get', { configs: { bench } }, () => bench.get('key'), { rounds, calls: count });
    const text = [
      '### configs',
      'A value that is read, beside the same client called from Node; App Configuration is a stand-in in the same process.',
      table(repeatedHead, [
        ...(await rows('azapp', azapp, Math.ceil(calls / 20))),
        ...(await rows('envvars', environment, calls * 20)),
      ]),
    ].join('\n\n');
    return { text, highlights: [] };
  },
};
