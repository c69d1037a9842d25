package io.nephele.identity.credentials;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import java.time.Instant;

/**
 * The MFA device that a request itself shows, by {@code SerialNumber} and {@code TokenCode}. A code
 * is good once.
 */
public final class RequestMfa {
  private final World world;
  private final Directory directory;
  private final TotpDevices devices;

  /** Checks by the devices in that directory of the world. */
  public RequestMfa(World world, Directory directory) {
    this.world = world;
    this.directory = directory;
    this.devices = new TotpDevices(directory);
  }

  /**
   * When a request whose permission may depend on it showed a device. To be asked once a call,
   * before it is decided on; the conditions {@code aws:MultiFactorAuthPresent} and {@code
   * aws:MultiFactorAuthAge} then hold for the call. Only {@code AssumeRole} is such.
   *
   * @return null if it shows none
   * @throws AwsException if the device is not the caller's or the code is not right
   */
  public Instant ofDecision(Call call, Struct request) {
    if (!call.operation().name().equals("AssumeRole")
        || !call.operation().service().name().equals("sts")) {
      return null;
    }
    return verify(call, (String) request.get("SerialNumber"), (String) request.get("TokenCode"));
  }

  /**
   * Checks a device's code and takes it.
   *
   * @param serialNumber null if the request names no device
   * @param code null if the request has none
   * @return the time of the call, or null if neither is given
   * @throws AwsException if the device is not the caller's or the code is not right
   */
  public Instant verify(Call call, String serialNumber, String code) {
    if (serialNumber == null && code == null) {
      return null;
    }
    if (serialNumber == null || code == null) {
      throw failed(
          "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass"
              + " code.");
    }
    Boolean right =
        world.store().write(transaction -> check(transaction, call, serialNumber, code));
    if (right == null) {
      throw failed(
          "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA"
              + " serial number is valid and associated with this user.");
    }
    if (!right) {
      throw failed("MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }
    return call.time();
  }

  /** Whether the code is right; null if the device is not the caller's. */
  private Boolean check(Transaction transaction, Call call, String serialNumber, String code) {
    String owner = owner(call.principal());
    MfaDevice device =
        owner == null ? null : devices.find(transaction, call.accountId(), serialNumber);
    return device == null || !device.isOf(owner)
        ? null
        : devices.verify(transaction, device, code, world.clock().machineTime());
  }

  /** The name of the user, empty of root users, null of those who have no devices. */
  private static String owner(Principal principal) {
    return switch (principal.type()) {
      case ROOT -> "";
      case USER -> principal.entityArn().substring(principal.entityArn().lastIndexOf('/') + 1);
      case ROLE_SESSION, FEDERATED_USER, SERVICE, ANONYMOUS -> null;
    };
  }

  private static AwsException failed(String message) {
    return AwsException.client("AccessDenied", 403, message);
  }
}
