package io.nephele.services.s3.multiregion;

import io.nephele.model.AwsException;

/** The errors of multi-region access points. */
final class MultiRegionErrors {
  private MultiRegionErrors() {}

  static AwsException noSuchPoint() {
    return AwsException.client(
        "NoSuchMultiRegionAccessPoint",
        404,
        "The specified Multi-Region Access Point does not exist");
  }

  static AwsException noSuchRequest() {
    return AwsException.client("NoSuchAsyncRequest", 404, "The specified request was not found");
  }

  static AwsException alreadyOwned() {
    return AwsException.client(
        "MultiRegionAccessPointAlreadyOwnedByYou",
        409,
        "You already have a Multi-Region Access Point with the same name.");
  }

  static AwsException changing() {
    return AwsException.client(
        "MultiRegionAccessPointNotReady",
        409,
        "The specified Multi-Region Access Point is not ready to be updated.");
  }

  static AwsException invalid(String message) {
    return AwsException.client("InvalidRequest", 400, message);
  }
}
