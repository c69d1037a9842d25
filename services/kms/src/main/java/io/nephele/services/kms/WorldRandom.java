package io.nephele.services.kms;

import io.nephele.core.ids.Ids;
import java.io.Serial;
import java.security.SecureRandom;

/**
 * The secrets of a world's ids for those who want a {@link SecureRandom}, so that keys repeat with
 * the world's seed.
 */
final class WorldRandom extends SecureRandom {
  @Serial private static final long serialVersionUID = 1;

  private final transient Ids ids;

  WorldRandom(Ids ids) {
    super(null, null);
    this.ids = ids;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    byte[] secret = ids.secretBytes(bytes.length);
    System.arraycopy(secret, 0, bytes, 0, bytes.length);
  }

  @Override
  public byte[] generateSeed(int count) {
    return ids.secretBytes(count);
  }

  @Override
  public void setSeed(long seed) {
    // the world has its own
  }

  @Override
  public String getAlgorithm() {
    return "world";
  }
}
