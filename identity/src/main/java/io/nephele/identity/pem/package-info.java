/** Certificates and private keys as PEM. */
package io.nephele.identity.pem;
