package io.nephele.services.s3.buckets;

import io.nephele.core.store.Key;
import java.util.List;

/**
 * A bucket, with what reading and writing its objects has to know at once. Everything else that is
 * configured is in {@link Configurations}.
 *
 * @param id a number that no other bucket of the account has or had
 * @param createdAt in milliseconds since 1970
 * @param versioning {@code Enabled}, {@code Suspended}, or null where it never was
 * @param mfaDelete {@code Enabled} where deleting versions needs an MFA device, {@code Disabled},
 *     or null where it never was said
 * @param objectLock whether versions can be locked
 * @param configured the kinds of configuration that there are, by name
 */
public record Bucket(
    long id,
    String accountId,
    String region,
    String name,
    long createdAt,
    String versioning,
    String mfaDelete,
    boolean objectLock,
    List<String> configured) {

  /** The ARN. */
  public String arn(String partition) {
    return "arn:" + partition + ":s3:::" + name;
  }

  /** The parts with which the keys of its row and its configuration begin. */
  public Key key() {
    return Key.of(accountId).with(region).with(name);
  }

  /** The account and region, with which all keys begin. */
  public Key owner() {
    return Key.of(accountId).with(region);
  }

  /** The parts with which the keys of its objects begin. */
  public Key objects() {
    return owner().with(id);
  }

  /** Whether new objects get version ids of their own. */
  public boolean isVersioned() {
    return "Enabled".equals(versioning);
  }

  /** Whether there may be versions: versioning is or was enabled. */
  public boolean hasVersions() {
    return versioning != null;
  }

  /** Whether deleting versions needs an MFA device. */
  public boolean deletesNeedMfa() {
    return "Enabled".equals(mfaDelete);
  }

  /** Whether something of that kind is configured. */
  public boolean has(Configurations.Kind kind) {
    return configured != null && configured.contains(kind.name());
  }

  /** The bucket with versioning enabled or suspended. */
  public Bucket withVersioning(String status, String mfa) {
    return new Bucket(id, accountId, region, name, createdAt, status, mfa, objectLock, configured);
  }

  /** The bucket with locks. */
  public Bucket withObjectLock() {
    return new Bucket(
        id, accountId, region, name, createdAt, "Enabled", mfaDelete, true, configured);
  }

  Bucket withConfigured(List<String> kinds) {
    return new Bucket(
        id, accountId, region, name, createdAt, versioning, mfaDelete, objectLock, kinds);
  }
}
