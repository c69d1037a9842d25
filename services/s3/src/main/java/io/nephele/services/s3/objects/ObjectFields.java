package io.nephele.services.s3.objects;

import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a request says in header fields of the object that it makes. PutObject, CopyObject and
 * CreateMultipartUpload have the same members for that.
 */
public final class ObjectFields {
  /** The header by which a website sends readers elsewhere. */
  public static final String REDIRECT = "x-amz-website-redirect-location";

  private static final int LONGEST_KEY = 1024;
  private static final int LARGEST_METADATA = 2048;
  private static final int LONGEST_REDIRECT = 2048;

  private ObjectFields() {}

  /** Sets headers, metadata, storage class and tags of a new object. */
  public static ObjectBuilder apply(Struct request, ObjectBuilder object) {
    return object
        .headers(headers(request))
        .metadata(metadata(request))
        .storageClass(StorageClasses.of((String) request.get("StorageClass")))
        .tags(TagSets.ofHeader((String) request.get("Tagging")));
  }

  /** Keys have at most 1,024 bytes. */
  public static void checkKey(String key) {
    int length = key.length() * 3 <= LONGEST_KEY ? 0 : key.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_KEY) {
      throw S3Errors.keyTooLong(length);
    }
  }

  static Map<String, String> headers(Struct request) {
    Map<String, String> headers = new LinkedHashMap<>();
    put(headers, "content-type", request.get("ContentType"));
    put(headers, "cache-control", request.get("CacheControl"));
    put(headers, "content-disposition", request.get("ContentDisposition"));
    put(headers, "content-encoding", request.get("ContentEncoding"));
    put(headers, "content-language", request.get("ContentLanguage"));
    put(headers, "expires", request.get("Expires"));
    put(headers, REDIRECT, redirect((String) request.get("WebsiteRedirectLocation")));
    return headers;
  }

  private static void put(Map<String, String> headers, String name, Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
  }

  static String redirect(String location) {
    if (location == null) {
      return null;
    }
    boolean known =
        location.startsWith("/")
            || location.startsWith("http://")
            || location.startsWith("https://");
    if (!known) {
      throw AwsException.client(
          "InvalidRedirectLocation",
          400,
          "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
    }
    if (location.length() > LONGEST_REDIRECT) {
      throw AwsException.client(
          "InvalidRedirectLocation",
          400,
          "The length of website redirect location cannot exceed 2,048 characters.");
    }
    return location;
  }

  static Map<String, String> metadata(Struct request) {
    if (!(request.get("Metadata") instanceof Map<?, ?> given)) {
      return Map.of();
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    long size = 0;
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      String name = ((String) entry.getKey()).toLowerCase(Locale.ROOT);
      String value = ((String) entry.getValue()).strip();
      size += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
      metadata.put(name, value);
    }
    if (size > LARGEST_METADATA) {
      throw S3Errors.metadataTooLarge(size);
    }
    return metadata;
  }
}
