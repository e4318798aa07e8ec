/** Ways into signing from elsewhere. */

/** A new document to sign whose first signer is this client. */
export function newSigningFor(clientId: string): string {
  return `/adviser/signing/new?client=${encodeURIComponent(clientId)}`;
}
