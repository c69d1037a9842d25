package io.nephele.identity.credentials;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the codes of virtual MFA devices: time-based one-time passwords (RFC 6238) of six digits
 * that change every 30 seconds. A code is taken once, and none before one that was taken.
 */
public final class TotpDevices {
  private static final String TYPE = "mfa/";
  private static final int STEP_SECONDS = 30;
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;

  /** How many steps before and after the time a device may be. */
  private static final int WINDOW = 1;

  /** How many steps a device may be off when it is synchronised again. */
  private static final int RESYNC_WINDOW = 40;

  private final Directory directory;

  /** The devices of that directory. */
  public TotpDevices(Directory directory) {
    this.directory = directory;
  }

  /**
   * The device of that serial number, or null if the account has none.
   *
   * @param serialNumber its ARN
   */
  public MfaDevice find(Reader reader, String accountId, String serialNumber) {
    String name = name(serialNumber);
    MfaDevice device = name == null ? null : directory.mfaDevices().get(reader, accountId, name);
    return device != null && device.serialNumber().equalsIgnoreCase(serialNumber) ? device : null;
  }

  /** The devices of a user, or of the root user if the name is empty. */
  public List<MfaDevice> ofUser(Reader reader, String accountId, String userName) {
    List<MfaDevice> devices = new ArrayList<>();
    for (MfaDevice device : directory.mfaDevices().all(reader, accountId)) {
      if (device.isOf(userName)) {
        devices.add(device);
      }
    }
    return devices;
  }

  /** Stores a device in place of what there was of it. */
  public void put(Transaction transaction, MfaDevice device) {
    String serialNumber = device.serialNumber();
    directory
        .mfaDevices()
        .put(transaction, Arn.parse(serialNumber).account(), name(serialNumber), device);
  }

  /** Removes a device. */
  public void delete(Transaction transaction, MfaDevice device) {
    String serialNumber = device.serialNumber();
    directory
        .mfaDevices()
        .delete(transaction, Arn.parse(serialNumber).account(), name(serialNumber));
  }

  /**
   * Whether a code is right now, and takes it if so: it will not be right again.
   *
   * @param device as the transaction read it
   */
  public boolean verify(Transaction transaction, MfaDevice device, String code, Instant now) {
    long middle = step(now) + device.drift();
    for (long step = middle - WINDOW; step <= middle + WINDOW; step++) {
      if (step > device.lastStep() && isCode(device, step, code)) {
        put(transaction, device.withLastStep(step, device.drift()));
        return true;
      }
    }
    return false;
  }

  /**
   * The device after two codes that are its own, one right after the other, at about this time.
   *
   * @return null if they are not
   */
  public MfaDevice enrol(MfaDevice device, String first, String second, Instant now) {
    return consecutive(device, first, second, step(now), WINDOW);
  }

  /** As the other, for a device whose clock may be off by many minutes. */
  public MfaDevice resync(MfaDevice device, String first, String second, Instant now) {
    return consecutive(device, first, second, step(now), RESYNC_WINDOW);
  }

  private MfaDevice consecutive(
      MfaDevice device, String first, String second, long now, int window) {
    // Of two codes in a row the second is the one of about now, or the first is.
    for (long step = now - window - 1; step <= now + window; step++) {
      if (step > device.lastStep()
          && isCode(device, step, first)
          && isCode(device, step + 1, second)) {
        long drift = step + 1 - now;
        return device.withLastStep(step + 1, Math.abs(drift) <= WINDOW ? 0 : (int) drift);
      }
    }
    return null;
  }

  private static long step(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
  }

  private static boolean isCode(MfaDevice device, long step, String code) {
    return code.length() == DIGITS
        && MessageDigest.isEqual(
            code(device.seed(), step).getBytes(StandardCharsets.UTF_8),
            code.getBytes(StandardCharsets.UTF_8));
  }

  /** The code of a time step. */
  private static String code(Bytes seed, long step) {
    byte[] hash = hash(seed, step);
    int offset = hash[hash.length - 1] & 15;
    int number = ByteBuffer.wrap(hash, offset, 4).getInt() & Integer.MAX_VALUE;
    return String.format(Locale.ROOT, "%06d", number % MODULUS);
  }

  private static byte[] hash(Bytes seed, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed.toArray(), "HmacSHA1"));
      return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA1", e);
    }
  }

  /** What follows {@code mfa/} in the ARN, or null if it is none of a virtual device. */
  private static String name(String serialNumber) {
    Arn arn = Arn.parse(serialNumber);
    return arn != null && arn.service().equals("iam") && arn.resource().startsWith(TYPE)
        ? arn.resource().substring(TYPE.length())
        : null;
  }
}
