/** LSP's own error codes, beside those of JSON-RPC (LSP 3.17, "Base Protocol"). */
export const lspErrors = {
  contentModified: -32801,
  requestCancelled: -32800,
  requestFailed: -32803,
} as const;
