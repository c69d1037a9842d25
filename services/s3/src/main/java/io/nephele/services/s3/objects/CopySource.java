package io.nephele.services.s3.objects;

import io.nephele.services.s3.S3Errors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The object that is copied, as the header {@code x-amz-copy-source} names it: {@code bucket/key}
 * as it stands in a URL, or the ARN of an object of an access point, perhaps with a version.
 *
 * @param bucket the bucket's name or the access point's ARN
 * @param versionId null for the current version
 */
public record CopySource(String bucket, String key, String versionId) {
  private static final String HEADER = "x-amz-copy-source";
  private static final String VERSION = "?versionId=";
  private static final String OBJECT = "/object/";

  /** Reads the header; an error if it names no object. */
  public static CopySource parse(String header) {
    int mark = header.indexOf('?');
    String versionId = null;
    if (mark >= 0) {
      if (!header.startsWith(VERSION, mark)) {
        throw S3Errors.invalidArgument("Unsupported copy source parameter.", HEADER, header);
      }
      versionId = header.substring(mark + VERSION.length());
      FoundObject.checkVersionId(versionId);
    }
    String object = decode(mark < 0 ? header : header.substring(0, mark), header);
    if (object.startsWith("arn:")) {
      return ofAccessPoint(object, versionId, header);
    }
    if (object.startsWith("/")) {
      object = object.substring(1);
    }
    int slash = object.indexOf('/');
    if (slash <= 0 || slash == object.length() - 1) {
      throw invalid(header);
    }
    return new CopySource(object.substring(0, slash), object.substring(slash + 1), versionId);
  }

  private static CopySource ofAccessPoint(String arn, String versionId, String header) {
    int object = arn.indexOf(OBJECT);
    if (object < 0 || object + OBJECT.length() == arn.length()) {
      throw invalid(header);
    }
    return new CopySource(
        arn.substring(0, object), arn.substring(object + OBJECT.length()), versionId);
  }

  private static String decode(String text, String header) {
    try {
      // A plus is a plus here, as it is in paths.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid(header);
    }
  }

  private static RuntimeException invalid(String header) {
    return S3Errors.invalidArgument(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        HEADER,
        header);
  }
}
