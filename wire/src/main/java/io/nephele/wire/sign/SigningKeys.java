package io.nephele.wire.sign;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Derives the keys that verify signatures and keeps the last ones, because deriving costs four
 * hashes or a point multiplication. It holds a fixed number: a new key takes the place of another
 * one.
 */
final class SigningKeys {
  private static final int SLOTS = 256; // a power of two

  private final AtomicReferenceArray<Kept> kept = new AtomicReferenceArray<>(SLOTS);

  /** For version 4a the first text is the access key's id and the others are empty. */
  private record Kept(String secret, String date, String region, String service, SignatureKey key) {
    boolean is(String otherSecret, String otherDate, String otherRegion, String otherService) {
      return secret.equals(otherSecret)
          && date.equals(otherDate)
          && region.equals(otherRegion)
          && service.equals(otherService);
    }
  }

  /** What verifies signatures of that day, region and service. */
  SignatureKey shared(String secret, String date, String region, String service) {
    int slot = slot(secret, date, region, service);
    Kept known = kept.get(slot);
    if (known != null && known.is(secret, date, region, service)) {
      return known.key;
    }
    byte[] key = Hashes.hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date);
    key = Hashes.hmac(key, region);
    key = Hashes.hmac(key, service);
    key = Hashes.hmac(key, ClaimedSignature.TERMINATOR);
    SignatureKey derived = new SignatureKey.Shared(key);
    kept.set(slot, new Kept(secret, date, region, service, derived));
    return derived;
  }

  /** What verifies signatures of version 4a. */
  SignatureKey elliptic(String accessKeyId, String secret) {
    int slot = slot(secret, accessKeyId, "", "");
    Kept known = kept.get(slot);
    if (known != null && known.is(secret, accessKeyId, "", "")) {
      return known.key;
    }
    SignatureKey derived = new SignatureKey.Elliptic(EllipticKeys.publicKey(accessKeyId, secret));
    kept.set(slot, new Kept(secret, accessKeyId, "", "", derived));
    return derived;
  }

  private static int slot(String secret, String date, String region, String service) {
    int hash = secret.hashCode();
    hash = 31 * hash + date.hashCode();
    hash = 31 * hash + region.hashCode();
    hash = 31 * hash + service.hashCode();
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }
}
