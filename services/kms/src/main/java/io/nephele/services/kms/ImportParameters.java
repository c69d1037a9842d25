package io.nephele.services.kms;

import io.nephele.model.Bytes;
import java.time.Instant;

/**
 * What a caller was given to wrap material with that it wants to import.
 *
 * @param wrappingKey the private key, as PKCS #8
 * @param algorithm how the material is to be wrapped
 * @param validTo when the caller has to be done
 */
record ImportParameters(Bytes wrappingKey, String algorithm, Instant validTo) {
  @Override
  public String toString() {
    return "ImportParameters[" + algorithm + "]"; // never the key
  }
}
