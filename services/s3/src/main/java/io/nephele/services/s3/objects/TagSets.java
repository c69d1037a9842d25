package io.nephele.services.s3.objects;

import io.nephele.api.s3.Tag;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets of tags, as requests give them and results tell them. */
public final class TagSets {
  private static final int MOST_OF_OBJECT = 10;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final String HEADER = "x-amz-tagging";

  private TagSets() {}

  /** The tags of the header {@code x-amz-tagging}, which may be null. */
  public static Map<String, String> ofHeader(String header) {
    if (header == null || header.isEmpty()) {
      return Map.of();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (String pair : header.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = decode(equals < 0 ? pair : pair.substring(0, equals), header);
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1), header);
      check(key, value);
      if (tags.put(key, value) != null) {
        throw badHeader(header);
      }
    }
    checkCount(tags);
    return tags;
  }

  private static String decode(String text, String header) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badHeader(header);
    }
  }

  private static AwsException badHeader(String header) {
    return S3Errors.invalidArgument(
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters"
            + " without tag name duplicates.",
        HEADER,
        header);
  }

  /** The tags of an object's tagging document. */
  static Map<String, String> ofObject(List<Tag> given) {
    Map<String, String> tags = of(given);
    checkCount(tags);
    return tags;
  }

  /** The tags of a document; an error if one is not well formed or is there twice. */
  public static Map<String, String> of(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given) {
      if (tag.key() == null || tag.value() == null) {
        throw S3Errors.malformedXml();
      }
      check(tag.key(), tag.value());
      if (tags.put(tag.key(), tag.value()) != null) {
        throw AwsException.client(
                "InvalidTag", 400, "Cannot provide multiple Tags with the same key")
            .with("TagKey", tag.key());
      }
    }
    return tags;
  }

  /** The tags as results tell them. */
  public static List<Tag> toList(Map<String, String> tags) {
    List<Tag> list = new ArrayList<>(tags.size());
    tags.forEach((key, value) -> list.add(new Tag().key(key).value(value)));
    return list;
  }

  private static void checkCount(Map<String, String> tags) {
    if (tags.size() > MOST_OF_OBJECT) {
      throw AwsException.client("BadRequest", 400, "Object tags cannot be greater than 10");
    }
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || length(key) > LONGEST_KEY || !isAllowed(key)) {
      throw AwsException.client("InvalidTag", 400, "The TagKey you have provided is invalid")
          .with("TagKey", key);
    }
    if (length(value) > LONGEST_VALUE || !isAllowed(value)) {
      throw AwsException.client("InvalidTag", 400, "The TagValue you have provided is invalid")
          .with("TagKey", key)
          .with("TagValue", value);
    }
    if (key.startsWith("aws:")) {
      throw AwsException.client(
          "InvalidTag", 400, "System tags cannot be added/updated by requester");
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Letters, digits, white space and a few signs. */
  private static boolean isAllowed(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                Character.isLetterOrDigit(c)
                    || Character.isSpaceChar(c)
                    || Character.getType(c) == Character.OTHER_NUMBER
                    || Character.getType(c) == Character.LETTER_NUMBER
                    || "_.:/=+-@".indexOf(c) >= 0);
  }
}
