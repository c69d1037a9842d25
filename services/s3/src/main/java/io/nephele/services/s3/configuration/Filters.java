package io.nephele.services.s3.configuration;

import io.nephele.api.s3.Tag;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.objects.TagSets;
import java.util.List;

/** What the filters of configurations have in common: one condition, or several under And. */
final class Filters {
  private Filters() {}

  /** Checks that of a filter's alternatives exactly one is there. */
  static void checkOne(Object... alternatives) {
    int given = 0;
    for (Object alternative : alternatives) {
      given += alternative == null ? 0 : 1;
    }
    if (given != 1) {
      throw S3Errors.malformedXml();
    }
  }

  /** Checks a tag that may be null. */
  static void check(Tag tag) {
    if (tag != null) {
      TagSets.of(List.of(tag));
    }
  }

  /** Checks that under And there are at least two conditions, and the tags. */
  static void checkAnd(List<Tag> tags, Object... others) {
    int given = tags == null ? 0 : tags.size();
    for (Object other : others) {
      given += other == null ? 0 : 1;
    }
    if (given < 2) {
      throw S3Errors.malformedXml();
    }
    if (tags != null) {
      TagSets.of(tags);
    }
  }
}
