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
 * @param drift how many time steps its clock is ahead of the world's, as was last found out
 * @param tags by key, in the order they were given
 */
public record MfaDevice(
    String serialNumber,
    Bytes seed,
    String userName,
    Instant enabledAt,
    long lastStep,
    int drift,
    Map<String, String> tags) {

  /** The same device after a code of that time step was taken. */
  public MfaDevice withLastStep(long step, int newDrift) {
    return new MfaDevice(serialNumber, seed, userName, enabledAt, step, newDrift, tags);
  }

  /** The same device as that of another user, or of nobody. */
  public MfaDevice withUser(String name, Instant since) {
    return new MfaDevice(serialNumber, seed, name, since, lastStep, drift, tags);
  }

  /** The same device with other tags. */
  public MfaDevice withTags(Map<String, String> others) {
    return new MfaDevice(serialNumber, seed, userName, enabledAt, lastStep, drift, others);
  }

  /** Whether it is that user's; of the empty name, whether it is the root user's. */
  public boolean isOf(String name) {
    return userName != null && userName.equalsIgnoreCase(name);
  }

  /** Without the seed, so that no log has it. */
  @Override
  public String toString() {
    return "MfaDevice[" + serialNumber + "]";
  }
}
