package io.nephele.services.s3.listing;

import io.nephele.api.s3.CommonPrefix;
import io.nephele.api.s3.Owner;
import io.nephele.api.s3.RestoreStatus;
import io.nephele.core.identity.CanonicalUser;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.objects.ListedObject;
import io.nephele.services.s3.objects.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Items of one page as answers tell them. */
final class ListedItems {
  private final S3World s3;
  private final boolean encoded;
  private final boolean restores;
  private final Map<String, Owner> owners = new HashMap<>();

  ListedItems(S3World s3, boolean encoded, boolean restores) {
    this.s3 = s3;
    this.encoded = encoded;
    this.restores = restores;
  }

  /** A current object. */
  io.nephele.api.s3.Object object(Page.Item item, boolean withOwner) {
    ListedObject object = item.version();
    StoredObject.ObjectChecksum checksum = object.checksum();
    return new io.nephele.api.s3.Object()
        .key(ListingParameters.shown(item.key(), encoded))
        .lastModified(Instant.ofEpochMilli(object.modifiedAt()))
        .eTag(quoted(object.eTag()))
        .checksumAlgorithm(checksum == null ? null : List.of(checksum.algorithm()))
        .checksumType(checksum == null ? null : checksum.type())
        .size(object.size())
        .storageClass(object.storageClass())
        .owner(withOwner ? owner(object) : null)
        .restoreStatus(restoreStatus(object));
  }

  /** A version that is no delete marker. */
  io.nephele.api.s3.ObjectVersion version(Page.Item item) {
    ListedObject object = item.version();
    StoredObject.ObjectChecksum checksum = object.checksum();
    return new io.nephele.api.s3.ObjectVersion()
        .key(ListingParameters.shown(item.key(), encoded))
        .versionId(object.versionId())
        .isLatest(item.latest())
        .lastModified(Instant.ofEpochMilli(object.modifiedAt()))
        .eTag(quoted(object.eTag()))
        .checksumAlgorithm(checksum == null ? null : List.of(checksum.algorithm()))
        .checksumType(checksum == null ? null : checksum.type())
        .size(object.size())
        .storageClass(object.storageClass())
        .owner(owner(object))
        .restoreStatus(restoreStatus(object));
  }

  /** A delete marker. */
  io.nephele.api.s3.DeleteMarkerEntry marker(Page.Item item) {
    ListedObject marker = item.version();
    return new io.nephele.api.s3.DeleteMarkerEntry()
        .key(ListingParameters.shown(item.key(), encoded))
        .versionId(marker.versionId())
        .isLatest(item.latest())
        .lastModified(Instant.ofEpochMilli(marker.modifiedAt()))
        .owner(owner(marker));
  }

  List<CommonPrefix> commonPrefixes(Page page) {
    List<CommonPrefix> prefixes = new ArrayList<>();
    for (String prefix : page.commonPrefixes()) {
      prefixes.add(new CommonPrefix().prefix(ListingParameters.shown(prefix, encoded)));
    }
    return prefixes;
  }

  private Owner owner(ListedObject object) {
    return owners.computeIfAbsent(
        object.ownerId(), account -> new Owner().id(CanonicalUser.of(account)));
  }

  private RestoreStatus restoreStatus(ListedObject object) {
    StoredObject.Restore restore = object.restore();
    if (!restores || restore == null) {
      return null;
    }
    long now = s3.now();
    if (now < restore.readyAt()) {
      return new RestoreStatus().isRestoreInProgress(true);
    }
    return now >= restore.expiresAt()
        ? null
        : new RestoreStatus()
            .isRestoreInProgress(false)
            .restoreExpiryDate(Instant.ofEpochMilli(restore.expiresAt()));
  }

  private static String quoted(String eTag) {
    return "\"" + eTag + "\"";
  }
}
