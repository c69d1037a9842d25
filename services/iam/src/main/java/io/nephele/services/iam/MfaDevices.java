package io.nephele.services.iam;

import io.nephele.api.iam.DeactivateMFADeviceRequest;
import io.nephele.api.iam.EnableMFADeviceRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.GetMFADeviceRequest;
import io.nephele.api.iam.GetMFADeviceResponse;
import io.nephele.api.iam.InvalidAuthenticationCodeException;
import io.nephele.api.iam.ListMFADevicesRequest;
import io.nephele.api.iam.ListMFADevicesResponse;
import io.nephele.api.iam.MFADevice;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.ResyncMFADeviceRequest;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.identity.credentials.TotpDevices;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;

/**
 * The operations on the MFA devices that users have. The root user's are those of the user whose
 * name is the account, for the root user alone.
 */
final class MfaDevices {
  private static final int MAX_DEVICES = 8;
  private static final String ROOT = "";

  private final IamWorld iam;
  private final TotpDevices devices;

  MfaDevices(IamWorld iam) {
    this.iam = iam;
    this.devices = new TotpDevices(iam.directory());
  }

  /** Gives a virtual device to a user who proves to have it. */
  Unit enable(EnableMFADeviceRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          String user = owner(transaction, in.userName(), call);
          MfaDevice device = device(transaction, in.serialNumber(), call);
          if (device.userName() != null) {
            throw new EntityAlreadyExistsException("MFA Device is already in use.");
          }
          if (devices.ofUser(transaction, call.accountId(), user).size() >= MAX_DEVICES) {
            throw IamErrors.limit("MFADevicesPerUser", MAX_DEVICES);
          }
          MfaDevice enrolled =
              devices.enrol(
                  device, in.authenticationCode1(), in.authenticationCode2(), iam.deviceTime());
          if (enrolled == null) {
            throw wrongCode();
          }
          devices.put(transaction, enrolled.withUser(user, iam.now()));
          return IamWorld.done(call);
        });
  }

  /** Finds out how far the clock of a device is off. */
  Unit resync(ResyncMFADeviceRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          String user = owner(transaction, in.userName(), call);
          MfaDevice device = deviceOf(transaction, user, in.serialNumber(), call);
          MfaDevice known =
              devices.resync(
                  device, in.authenticationCode1(), in.authenticationCode2(), iam.deviceTime());
          if (known == null) {
            throw wrongCode();
          }
          devices.put(transaction, known);
          return IamWorld.done(call);
        });
  }

  /** Takes a device from its user. */
  Unit deactivate(DeactivateMFADeviceRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          String user = owner(transaction, in.userName(), call);
          MfaDevice device = deviceOf(transaction, user, in.serialNumber(), call);
          devices.put(transaction, device.withUser(null, null));
          return IamWorld.done(call);
        });
  }

  GetMFADeviceResponse get(GetMFADeviceRequest in, Call call) {
    return iam.read(
        reader -> {
          MfaDevice device =
              in.userName() == null
                  ? device(reader, in.serialNumber(), call)
                  : deviceOf(reader, owner(reader, in.userName(), call), in.serialNumber(), call);
          if (device.userName() == null) {
            throw notFound(in.serialNumber());
          }
          return new GetMFADeviceResponse()
              .userName(shownName(device, call))
              .serialNumber(device.serialNumber())
              .enableDate(device.enabledAt());
        });
  }

  ListMFADevicesResponse list(ListMFADevicesRequest in, Call call) {
    Pages.Page<MfaDevice> page =
        iam.read(
            reader ->
                Pages.byPosition(
                    devices.ofUser(reader, call.accountId(), owner(reader, in.userName(), call)),
                    in.marker(),
                    in.maxItems()));
    return new ListMFADevicesResponse()
        .mfaDevices(
            page.map(
                    device ->
                        new MFADevice()
                            .userName(shownName(device, call))
                            .serialNumber(device.serialNumber())
                            .enableDate(device.enabledAt()))
                .items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  /** The name of the user that a request is about, empty for the root user. */
  private String owner(Reader reader, String asked, Call call) {
    String name = IamWorld.userNameOrCaller(asked, call);
    boolean isRoot =
        name == null
            || call.principal().type() == Principal.Type.ROOT
                && name.equals(call.accountId())
                && iam.directory().users().get(reader, call.accountId(), name) == null;
    return isRoot ? ROOT : iam.user(reader, call, name).name();
  }

  private static String shownName(MfaDevice device, Call call) {
    return device.userName().equals(ROOT) ? call.accountId() : device.userName();
  }

  private MfaDevice device(Reader reader, String serialNumber, Call call) {
    MfaDevice device = devices.find(reader, call.accountId(), serialNumber);
    if (device == null) {
      throw notFound(serialNumber);
    }
    return device;
  }

  private MfaDevice deviceOf(Reader reader, String user, String serialNumber, Call call) {
    MfaDevice device = device(reader, serialNumber, call);
    if (!device.isOf(user)) {
      throw new NoSuchEntityException("MFA Device invalid for user.");
    }
    return device;
  }

  /** No device of the account has that serial number. */
  static AwsException notFound(String serialNumber) {
    return new NoSuchEntityException(
        "VirtualMFADevice with serial number " + serialNumber + " does not exist.");
  }

  private static AwsException wrongCode() {
    return new InvalidAuthenticationCodeException("Authentication code for device is not valid.");
  }
}
