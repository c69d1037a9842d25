/**
 * AWS's request signatures, verified: version 4 and 4a in headers, URLs, chunks and POST policies.
 * {@link io.nephele.wire.sign.SignatureVerifier} is the way in; it keeps no state but derived keys
 * and is told the time.
 */
package io.nephele.wire.sign;
