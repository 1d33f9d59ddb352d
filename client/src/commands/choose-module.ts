import { commands, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { chooseModule } from '../modules/choose-module.ts';
import { chooseSlightfile } from '../slightfiles/slightfiles.ts';

/** **Slight: Choose Module…**: which .wasm file a slightfile is run with from now on. */
export function chooseModuleCommand(app: App): Disposable {
  return commands.registerCommand('slight.chooseModule', async () => {
    const slightfile = await chooseSlightfile(app, 'Choose Module');
    if (slightfile) await chooseModule(app, slightfile);
  });
}
