/** What an adapter can do, as it tells its client. */
import type { DebugProtocol } from '@vscode/debugprotocol';

export const abilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsSetVariable: true,
  supportsTerminateRequest: true,
  exceptionBreakpointFilters: [
    {
      filter: 'capability-error',
      label: 'Errors of capabilities',
      description: 'Stops where a capability gives the guest an error.',
    },
  ],
};
