package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * A credential in a signature for S3, read as S3 reads it.
 *
 * @param accessKeyId the key
 * @param date the day of its scope
 * @param region the region of its scope; empty in version 4a
 * @param service the service of its scope
 */
record S3Credential(String accessKeyId, String date, String region, String service) {

  /**
   * Reads a credential.
   *
   * @param code the code of the error where it is not right
   * @param prefix how that error's message begins
   */
  static S3Credential read(
      String text, SigningAlgorithm algorithm, SignatureTarget target, String code, String prefix) {
    String[] parts = text.split("/", -1);
    boolean regional = algorithm == SigningAlgorithm.HMAC;
    if (parts.length != algorithm.credentialParts()) {
      throw fault(
          code,
          prefix
              + "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/"
              + (regional ? "REGION/" : "")
              + "SERVICE/aws4_request\".");
    }
    String date = parts[1];
    if (!isDay(date)) {
      throw fault(
          code,
          prefix
              + "incorrect date format \""
              + date
              + "\". This date in the credential must be in the format \"yyyyMMdd\".");
    }
    String region = regional ? parts[2] : "";
    if (regional) {
      checkRegion(region, target.region(), code, prefix);
    }
    String service = parts[parts.length - 2];
    if (!target.signingNames().contains(service)) {
      throw fault(
          code,
          prefix
              + "incorrect service \""
              + service
              + "\". This endpoint belongs to \""
              + target.signingName()
              + "\".");
    }
    String terminal = parts[parts.length - 1];
    if (!terminal.equals(ClaimedSignature.TERMINATOR)) {
      throw fault(
          code,
          prefix + "incorrect terminal \"" + terminal + "\". This endpoint uses \"aws4_request\".");
    }
    return new S3Credential(parts[0], date, region, service);
  }

  private static void checkRegion(String region, String expected, String code, String prefix) {
    if (region.isEmpty()) {
      throw fault(code, prefix + "a non-empty region must be provided in the credential.");
    }
    if (expected != null && !region.equals(expected)) {
      throw new S3Error(
          code,
          prefix + "the region '" + region + "' is wrong; expecting '" + expected + "'",
          "Region",
          expected);
    }
  }

  private static AwsException fault(String code, String message) {
    return AwsException.client(code, 400, message);
  }

  private static boolean isDay(String text) {
    if (text.length() != 8) {
      return false;
    }
    try {
      LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
