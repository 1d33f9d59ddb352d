// Greets as its settings say, wherever those are.
import { Configs } from 'spiderlightning:configs/configs@0.6.0';

const decoder = new TextDecoder();

export const run = {
  run() {
    const settings = Configs.open('settings');
    console.log(`${read(settings, 'GREETING') ?? 'Hello'}, ${read(settings, 'NAME') ?? 'SpiderLightning'}!`);
  },
};

function read(configs, key) {
  try {
    return decoder.decode(configs.get(key));
  } catch (error) {
    if (error.payload?.tag === 'not-found') return undefined;
    throw error;
  }
}
