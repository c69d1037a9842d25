package io.nephele.services.s3.configuration;

import io.nephele.api.s3.Tag;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tags S3 takes. */
public final class TagRules {
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private TagRules() {}

  /** Checks tags; an error to the caller where one is not as it has to be. */
  public static void check(List<Tag> tags) {
    Set<String> keys = new HashSet<>();
    for (Tag tag : tags) {
      if (tag.key() == null || tag.value() == null) {
        throw S3Errors.malformedXml();
      }
      if (tag.key().isEmpty() || tag.key().length() > LONGEST_KEY || !isPlain(tag.key())) {
        throw invalid("The TagKey you have provided is invalid").with("TagKey", tag.key());
      }
      if (tag.value().length() > LONGEST_VALUE || !isPlain(tag.value())) {
        throw invalid("The TagValue you have provided is invalid")
            .with("TagKey", tag.key())
            .with("TagValue", tag.value());
      }
      if (tag.key().startsWith("aws:")) {
        throw invalid("System tags cannot be added/updated by requester").with("TagKey", tag.key());
      }
      if (!keys.add(tag.key())) {
        throw invalid("Cannot provide multiple Tags with the same key").with("TagKey", tag.key());
      }
    }
  }

  /** Letters, digits, spaces and some signs. */
  private static boolean isPlain(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                Character.isLetter(c)
                    || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                    || Character.getType(c) == Character.OTHER_NUMBER
                    || Character.getType(c) == Character.LETTER_NUMBER
                    || Character.isSpaceChar(c)
                    || "_.:/=+-@".indexOf(c) >= 0);
  }

  private static AwsException invalid(String message) {
    return AwsException.client("InvalidTag", 400, message);
  }
}
