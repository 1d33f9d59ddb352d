/** How a TLS handshake fails, as a clause that names the remedy: for every client. */

/** By Node's code of the error; undefined for one that is not about TLS. `plain`: how to ask for a connection without. */
export function tlsFault(code: string, plain: string): string | undefined {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return `its certificate is not valid today (${code})`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another host name; use the name that it is for';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `nobody that this machine trusts has signed its certificate (${code}); give the file of the authority's certificate in NODE_EXTRA_CA_CERTS`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return `it does not answer in TLS; where it has none, ${plain}`;
  }
  return undefined;
}
