package io.nephele.services.s3.objects;

import io.nephele.model.AwsException;
import io.nephele.model.TimestampFormat;
import io.nephele.services.s3.S3Errors;
import io.nephele.wire.Timestamps;
import java.time.Instant;

/** The conditions under which objects are read, copied, written and deleted. */
public final class Preconditions {
  private static final String ANY = "*";
  private static final long SECOND = 1000;

  private Preconditions() {}

  /**
   * The conditions of a request that reads, each null where it is absent.
   *
   * @param prefix what the names of the headers begin with
   */
  record ReadConditions(
      String ifMatch,
      String ifNoneMatch,
      Instant ifModifiedSince,
      Instant ifUnmodifiedSince,
      String prefix) {
    private boolean isEmpty() {
      return ifMatch == null
          && ifNoneMatch == null
          && ifModifiedSince == null
          && ifUnmodifiedSince == null;
    }
  }

  /** Throws what S3 answers where the conditions of a read do not hold. */
  static void checkRead(ReadConditions conditions, StoredObject object, long now) {
    if (conditions.isEmpty()) {
      return;
    }
    String failed = failed(conditions, object);
    if (failed != null) {
      throw S3Errors.preconditionFailed(failed);
    }
    if (unmodified(conditions, object, now) != null) {
      AwsException answer =
          S3Errors.notModified()
              .withHeader("ETag", "\"" + object.eTag() + "\"")
              .withHeader(
                  "Last-Modified",
                  Timestamps.format(
                      Instant.ofEpochMilli(object.modifiedAt()), TimestampFormat.HTTP_DATE));
      if (object.headers().get("cache-control") != null) {
        answer.withHeader("Cache-Control", object.headers().get("cache-control"));
      }
      throw answer;
    }
  }

  /** As the other for the source of a copy, of which nobody says that it is not modified. */
  static void checkCopy(ReadConditions conditions, StoredObject object, long now) {
    String failed = failed(conditions, object);
    if (failed == null) {
      failed = unmodified(conditions, object, now);
    }
    if (failed != null) {
      throw S3Errors.preconditionFailed(failed);
    }
  }

  private static String failed(ReadConditions conditions, StoredObject object) {
    if (conditions.ifMatch != null) {
      // An ETag that matches outweighs the date.
      return matches(conditions.ifMatch, object.eTag()) ? null : conditions.prefix + "If-Match";
    }
    if (conditions.ifUnmodifiedSince != null
        && seconds(object) > conditions.ifUnmodifiedSince.getEpochSecond()) {
      return conditions.prefix + "If-Unmodified-Since";
    }
    return null;
  }

  private static String unmodified(ReadConditions conditions, StoredObject object, long now) {
    if (conditions.ifNoneMatch != null) {
      return matches(conditions.ifNoneMatch, object.eTag())
          ? conditions.prefix + "If-None-Match"
          : null;
    }
    Instant since = conditions.ifModifiedSince;
    boolean past = since != null && since.getEpochSecond() <= now / SECOND;
    return past && seconds(object) <= since.getEpochSecond()
        ? conditions.prefix + "If-Modified-Since"
        : null;
  }

  /** HTTP's dates have no fractions of seconds. */
  private static long seconds(StoredObject object) {
    return object.modifiedAt() / SECOND;
  }

  /**
   * Refuses conditions of a write that S3 does not know.
   *
   * @param ifMatch null if absent
   * @param ifNoneMatch null if absent
   */
  public static void checkWriteHeaders(String ifMatch, String ifNoneMatch) {
    if (ifMatch != null && ifNoneMatch != null) {
      throw notImplemented("If-Match,If-None-Match");
    }
    if (ifNoneMatch != null && !ifNoneMatch.equals(ANY)) {
      throw notImplemented("If-None-Match");
    }
    if (ifMatch != null && ifMatch.equals(ANY)) {
      throw notImplemented("If-Match");
    }
  }

  /**
   * Throws what S3 answers where the conditions of a write do not hold.
   *
   * @param current what the key is now, or null
   */
  public static void checkWrite(
      String ifMatch, String ifNoneMatch, String key, StoredObject current) {
    boolean there = current != null && !current.deleteMarker();
    if (ifNoneMatch != null && there) {
      throw S3Errors.preconditionFailed("If-None-Match");
    }
    if (ifMatch == null) {
      return;
    }
    if (!there) {
      throw S3Errors.noSuchKey(key);
    }
    if (!matches(ifMatch, current.eTag())) {
      throw S3Errors.preconditionFailed("If-Match");
    }
  }

  /** Whether a list of ETags, or an asterisk, names this one. */
  static boolean matches(String list, String eTag) {
    for (String item : list.split(",", -1)) {
      String tag = item.strip();
      if (tag.equals(ANY)) {
        return true;
      }
      if (tag.startsWith("W/")) {
        tag = tag.substring(2);
      }
      if (tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
        tag = tag.substring(1, tag.length() - 1);
      }
      if (tag.equals(eTag)) {
        return true;
      }
    }
    return false;
  }

  /** A header that S3 does not know, or not with that value. */
  static AwsException notImplemented(String header) {
    return AwsException.server(
            "NotImplemented",
            501,
            "A header you provided implies functionality that is not implemented")
        .with("Header", header);
  }
}
