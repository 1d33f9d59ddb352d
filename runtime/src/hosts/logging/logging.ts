/** wasi:logging: to standard error, a line a message, and so into the trace, as what the guest prints. */
import type { Host } from '../host.ts';

export const host: Host = {
  create(interfaceName, context) {
    return {
      name: interfaceName,
      functions: {
        log(level: string, about: string, message: string) {
          const line = `[${level}] ${about === '' ? '' : `${about}: `}${message}\n`;
          context.stderr?.(Buffer.from(line));
        },
      },
    };
  },
};
