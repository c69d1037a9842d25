package io.nephele.identity.directory;

import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.Map;

/**
 * A multi-factor authentication device: a virtual one whose seed was made here.
 *
 * @param serialNumber its ARN
 * @param seed the shared secret of the time-based one-time passwords (RFC 6238)
 * @param userName whose it is; empty of the account's root user; null while it is nobody's
 * @param enabledAt when it was given to its user, or null
 * @param lastStep the time step of the last code that was taken, which is not taken again
 * @param tags by key, in the order they were given
 */
public record MfaDevice(
    String serialNumber,
    Bytes seed,
    String userName,
    Instant enabledAt,
    long lastStep,
    Map<String, String> tags) {

  /** Without the seed, so that no log has it. */
  @Override
  public String toString() {
    return "MfaDevice[" + serialNumber + "]";
  }
}
