package io.nephele.services.kms;

import io.nephele.api.kms.ExpirationModelType;
import io.nephele.api.kms.ImportKeyMaterialRequest;
import io.nephele.api.kms.ImportType;
import io.nephele.core.call.Call;
import java.time.Duration;
import java.time.Instant;

/** What requests to import material can say. */
final class ImportRequests {
  private static final Duration LONGEST = Duration.ofDays(365);

  private ImportRequests() {}

  /** When the material expires and what it is called; an error to the caller if that cannot be. */
  static MaterialRow.Import expiration(ImportKeyMaterialRequest in, Call call) {
    boolean expires =
        !ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE.equals(in.expirationModel());
    Instant validTo = in.validTo();
    if (expires && validTo == null) {
      throw KmsErrors.validation(
          "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
    }
    if (!expires && validTo != null) {
      throw KmsErrors.validation(
          "A validTo date must not be set if the ExpirationModel is"
              + " KEY_MATERIAL_DOES_NOT_EXPIRE");
    }
    if (validTo != null
        && (!validTo.isAfter(call.time()) || validTo.isAfter(call.time().plus(LONGEST)))) {
      throw KmsErrors.validation(
          "The validTo date must be in the future and at most 365 days from now");
    }
    return new MaterialRow.Import(validTo, in.keyMaterialDescription());
  }

  /** An error to the caller if it says of material what only that of symmetric keys has. */
  static void checkSymmetricOnly(ImportKeyMaterialRequest in, KmsKey key) {
    boolean given =
        in.importType() != null
            || in.keyMaterialDescription() != null
            || in.keyMaterialId() != null;
    if (given && !key.spec().isSymmetric()) {
      throw KmsErrors.validation(
          "ImportType, KeyMaterialDescription and KeyMaterialId are valid only for symmetric"
              + " encryption KMS keys.");
    }
    if (in.keyMaterialId() != null && ImportType.NEW_KEY_MATERIAL.equals(in.importType())) {
      throw KmsErrors.validation(
          "KeyMaterialId cannot be specified with ImportType NEW_KEY_MATERIAL.");
    }
  }
}
