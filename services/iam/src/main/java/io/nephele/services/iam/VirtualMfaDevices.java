package io.nephele.services.iam;

import io.nephele.api.iam.AssignmentStatusType;
import io.nephele.api.iam.CreateVirtualMFADeviceRequest;
import io.nephele.api.iam.CreateVirtualMFADeviceResponse;
import io.nephele.api.iam.DeleteConflictException;
import io.nephele.api.iam.DeleteVirtualMFADeviceRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.ListMFADeviceTagsRequest;
import io.nephele.api.iam.ListMFADeviceTagsResponse;
import io.nephele.api.iam.ListVirtualMFADevicesRequest;
import io.nephele.api.iam.ListVirtualMFADevicesResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagMFADeviceRequest;
import io.nephele.api.iam.UntagMFADeviceRequest;
import io.nephele.api.iam.VirtualMFADevice;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.credentials.TotpDevices;
import io.nephele.identity.directory.AccountSettings;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.identity.directory.User;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The operations on virtual MFA devices, which are made here. */
final class VirtualMfaDevices {
  private static final String TYPE = "mfa";
  private static final int SEED_LENGTH = 40;
  private static final int MAX_NAME_LENGTH = 226;

  private final IamWorld iam;
  private final TotpDevices devices;

  VirtualMfaDevices(IamWorld iam) {
    this.iam = iam;
    this.devices = new TotpDevices(iam.directory());
  }

  /** Makes a device; its seed is told now and never again. */
  CreateVirtualMFADeviceResponse create(CreateVirtualMFADeviceRequest in, Call call) {
    String name = in.virtualMFADeviceName();
    String serialNumber = IamWorld.arn(call, TYPE, IamWorld.path(in.path()), name);
    if (name.length() > MAX_NAME_LENGTH) {
      throw IamErrors.constraint(
          name,
          "virtualMFADeviceName",
          "Member must have length less than or equal to " + MAX_NAME_LENGTH);
    }
    Bytes seed = Bytes.of(iam.world().ids().secretBytes(SEED_LENGTH));
    MfaDevice device =
        new MfaDevice(
            serialNumber, seed, null, null, 0, 0, Tags.of(Tags.Taggable.MFA_DEVICE, in.tags()));
    String accountName =
        iam.write(
            call,
            transaction -> {
              if (devices.find(transaction, call.accountId(), serialNumber) != null) {
                throw new EntityAlreadyExistsException(
                    "MFADevice entity at the same path and name already exists.");
              }
              devices.put(transaction, device);
              String alias = iam.account(transaction, call).alias();
              return alias == null ? call.accountId() : alias;
            });
    String base32 = Base32.encode(seed.toArray());
    return new CreateVirtualMFADeviceResponse()
        .virtualMFADevice(
            new VirtualMFADevice()
                .serialNumber(serialNumber)
                .base32StringSeed(Bytes.utf8(base32))
                .qrCodePNG(Bytes.of(QrCodes.png(address(name, accountName, base32))))
                .tags(Tags.listOrNull(device.tags())));
  }

  /** What authenticator apps read from the code. */
  private static String address(String name, String accountName, String base32) {
    return "otpauth://totp/"
        + Documents.encoded(name + "@" + accountName).replace("%40", "@")
        + "?secret="
        + base32;
  }

  Unit delete(DeleteVirtualMFADeviceRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          MfaDevice device = device(transaction, in.serialNumber(), call);
          if (device.userName() != null) {
            throw new DeleteConflictException("MFA VirtualDevice in use. Must deactivate first.");
          }
          devices.delete(transaction, device);
          return IamWorld.done(call);
        });
  }

  ListVirtualMFADevicesResponse list(ListVirtualMFADevicesRequest in, Call call) {
    String status = in.assignmentStatus();
    return iam.read(
        reader -> {
          Pages.Page<MfaDevice> page =
              Pages.byName(
                  after ->
                      Filtered.of(
                          iam.directory().mfaDevices().after(reader, call.accountId(), after),
                          device -> isListed(device, status)),
                  VirtualMfaDevices::pathAndName,
                  in.marker(),
                  in.maxItems());
          return new ListVirtualMFADevicesResponse()
              .virtualMFADevices(page.map(device -> form(reader, device, call)).items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private static boolean isListed(MfaDevice device, String status) {
    return status == null
        || switch (status) {
          case AssignmentStatusType.ASSIGNED -> device.userName() != null;
          case AssignmentStatusType.UNASSIGNED -> device.userName() == null;
          default -> true;
        };
  }

  private static String pathAndName(MfaDevice device) {
    String serialNumber = device.serialNumber();
    return serialNumber.substring(serialNumber.indexOf(":" + TYPE + "/") + TYPE.length() + 2);
  }

  private VirtualMFADevice form(Reader reader, MfaDevice device, Call call) {
    VirtualMFADevice form =
        new VirtualMFADevice().serialNumber(device.serialNumber()).enableDate(device.enabledAt());
    if (device.userName() == null) {
      return form;
    }
    User user = iam.directory().users().get(reader, call.accountId(), device.userName());
    AccountSettings settings = iam.account(reader, call);
    return form.user(user == null ? UserForm.root(call, settings) : UserForm.brief(user));
  }

  Unit tag(TagMFADeviceRequest in, Call call) {
    return changeTags(
        in.serialNumber(), call, known -> Tags.merge(Tags.Taggable.MFA_DEVICE, known, in.tags()));
  }

  Unit untag(UntagMFADeviceRequest in, Call call) {
    return changeTags(
        in.serialNumber(),
        call,
        known -> Tags.without(Tags.Taggable.MFA_DEVICE, known, in.tagKeys()));
  }

  private Unit changeTags(
      String serialNumber, Call call, UnaryOperator<Map<String, String>> change) {
    return iam.write(
        call,
        transaction -> {
          MfaDevice device = device(transaction, serialNumber, call);
          devices.put(transaction, device.withTags(change.apply(device.tags())));
          return IamWorld.done(call);
        });
  }

  ListMFADeviceTagsResponse listTags(ListMFADeviceTagsRequest in, Call call) {
    MfaDevice device = iam.read(reader -> device(reader, in.serialNumber(), call));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(device.tags()), in.marker(), in.maxItems());
    return new ListMFADeviceTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private MfaDevice device(Reader reader, String serialNumber, Call call) {
    MfaDevice device = devices.find(reader, call.accountId(), serialNumber);
    if (device == null) {
      throw MfaDevices.notFound(serialNumber);
    }
    return device;
  }
}
