/** What `slight run` takes for an app that serves HTTP. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { listenOf, millisecondsOf } from '../serving.ts';

const group = 'For an app that serves HTTP:';

export function servingOptions(): readonly Option[] {
  return [
    new Option('--listen <HOST:PORT>', 'where to listen; :PORT, HOST and :auto will do as well').argParser(
      listenOf,
    ),
    new Option('--grace <SECONDS>', 'how long requests may go on after Ctrl-C')
      .argParser(millisecondsOf('--grace'))
      .default(10_000, '10'),
  ].map((option) => option.helpGroup(group));
}

/** Those of them that were given. */
export function servingFlagsIn(command: Command): readonly string[] {
  return servingOptions()
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long }) => long ?? '');
}
