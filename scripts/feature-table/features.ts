/** Every feature that is compared, in the order of the document. */
import { changes, oneFile } from './config.ts';
import { model, workspace } from './model.ts';
import { configServers, hexana, vscodeWit, witLsp } from './peers.ts';
import type { Group } from './table.ts';
import { wit } from './wit.ts';

export const groups: readonly Group[] = [
  {
    title: 'The config file',
    about: 'Of slight: slightfile.toml. Of the others: the files that each is made for.',
    peers: configServers,
    features: oneFile,
  },
  {
    title: 'Changes to the config file',
    about: 'What an editor offers to do to a file, besides the quick fixes.',
    peers: configServers,
    features: changes,
  },
  {
    title: 'The workspace',
    about: 'From one file to another.',
    peers: configServers,
    features: workspace,
  },
  {
    title: 'One model: config, WIT, guest source and wasm',
    about: 'None of the others reads the program that its config is for.',
    peers: [...configServers, vscodeWit],
    features: model,
  },
  {
    title: 'WIT',
    about: 'A server of the Bytecode Alliance’s own there is not; vscode-wit is its extension of VS Code.',
    peers: [vscodeWit, witLsp, hexana],
    features: wit,
  },
];
