package io.nephele.services.s3.inventory;

import io.nephele.api.s3.InventoryConfiguration;
import io.nephele.api.s3.InventoryEncryption;
import io.nephele.api.s3.InventoryS3BucketDestination;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.configuration.Destinations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which inventories S3 takes. */
final class InventoryValidation {
  private InventoryValidation() {}

  static void check(InventoryConfiguration configuration) {
    InventoryS3BucketDestination to =
        configuration.destination() == null
            ? null
            : configuration.destination().s3BucketDestination();
    String frequency =
        configuration.schedule() == null ? null : configuration.schedule().frequency();
    String versions = configuration.includedObjectVersions();
    boolean complete =
        to != null
            && to.bucket() != null
            && to.format() != null
            && configuration.isEnabled() != null
            && ("Daily".equals(frequency) || "Weekly".equals(frequency))
            && ("All".equals(versions) || "Current".equals(versions));
    boolean filterFits = configuration.filter() == null || configuration.filter().prefix() != null;
    if (!complete || !filterFits) {
      throw S3Errors.malformedXml();
    }
    checkFormat(to.format());
    Destinations.bucketOf(to.bucket());
    check(to.encryption());
    check(configuration.optionalFields());
  }

  private static void checkFormat(String format) {
    switch (format) {
      case "CSV", "Parquet" -> {}
      case "ORC" -> throw S3Errors.notImplemented("inventories in the format ORC");
      default -> throw S3Errors.malformedXml();
    }
  }

  private static void check(InventoryEncryption encryption) {
    if (encryption == null) {
      return;
    }
    boolean one = (encryption.sses3() == null) != (encryption.ssekms() == null);
    boolean keyFits = encryption.ssekms() == null || encryption.ssekms().keyId() != null;
    if (!one || !keyFits) {
      throw S3Errors.malformedXml();
    }
  }

  private static void check(List<String> fields) {
    if (fields == null) {
      return;
    }
    Set<String> known = new HashSet<>();
    for (Field field : Field.values()) {
      known.add(field.title());
    }
    for (String field : fields) {
      if (!known.contains(field)) {
        throw S3Errors.malformedXml();
      }
    }
  }
}
