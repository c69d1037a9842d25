package io.nephele.services.s3.lifecycle;

import static io.nephele.services.s3.S3Errors.invalidRequest;
import static io.nephele.services.s3.S3Errors.malformedXml;

import io.nephele.api.s3.LifecycleRule;
import io.nephele.api.s3.LifecycleRuleAndOperator;
import io.nephele.api.s3.LifecycleRuleFilter;
import io.nephele.api.s3.Tag;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What S3 demands of the filters of lifecycle rules, and how it names them in errors. */
final class FilterValidation {
  private static final int LONGEST_PREFIX = 1024;
  private static final int LONGEST_TAG_KEY = 128;
  private static final int LONGEST_TAG_VALUE = 256;

  private FilterValidation() {}

  /** One condition, or several under {@code And}. */
  static void checkForm(LifecycleRuleFilter filter) {
    LifecycleRuleAndOperator and = filter.and();
    int given =
        count(filter.prefix())
            + count(filter.tag())
            + count(filter.objectSizeGreaterThan())
            + count(filter.objectSizeLessThan())
            + count(and);
    if (given > 1) {
      throw malformedXml();
    }
    if (filter.tag() != null) {
      checkForm(filter.tag());
    }
    if (and != null) {
      int joined =
          count(and.prefix())
              + (and.tags() == null ? 0 : and.tags().size())
              + count(and.objectSizeGreaterThan())
              + count(and.objectSizeLessThan());
      if (joined < 2) {
        throw malformedXml();
      }
      if (and.tags() != null) {
        and.tags().forEach(FilterValidation::checkForm);
      }
    }
  }

  private static int count(Object given) {
    return given == null ? 0 : 1;
  }

  private static void checkForm(Tag tag) {
    if (tag.key() == null || tag.value() == null) {
      throw malformedXml();
    }
  }

  static void check(LifecycleRule rule) {
    Selection selection = Selection.of(rule);
    if (selection.prefix().getBytes(StandardCharsets.UTF_8).length > LONGEST_PREFIX) {
      throw invalidRequest("The maximum size of a prefix is 1024");
    }
    checkSizes(selection);
    checkTags(rule.filter());
    boolean markers =
        rule.expiration() != null && rule.expiration().expiredObjectDeleteMarker() != null;
    if (markers) {
      checkUnfiltered(selection, "ExpiredObjectDeleteMarker");
    }
    if (rule.abortIncompleteMultipartUpload() != null) {
      checkUnfiltered(selection, "AbortIncompleteMultipartUpload");
    }
  }

  private static void checkUnfiltered(Selection selection, String action) {
    if (!selection.tags().isEmpty()) {
      throw invalidRequest(action + " cannot be specified with Tags.");
    }
    if (selection.hasSize()) {
      throw invalidRequest(action + " cannot be specified with Object Size.");
    }
  }

  private static void checkSizes(Selection selection) {
    Long larger = selection.largerThan();
    Long smaller = selection.smallerThan();
    if (larger != null && larger < 0) {
      throw invalidRequest("'ObjectSizeGreaterThan' should be greater than or equal to 0");
    }
    if (smaller != null && smaller < 1) {
      throw invalidRequest("'ObjectSizeLessThan' should be greater than or equal to 1");
    }
    if (larger != null && smaller != null && smaller <= larger) {
      throw invalidRequest(
          "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'");
    }
  }

  private static void checkTags(LifecycleRuleFilter filter) {
    if (filter == null) {
      return;
    }
    List<Tag> tags = filter.tag() == null ? null : List.of(filter.tag());
    if (filter.and() != null) {
      tags = filter.and().tags();
    }
    if (tags == null) {
      return;
    }
    Set<String> keys = new HashSet<>();
    for (Tag tag : tags) {
      if (tag.key().isEmpty() || tag.key().length() > LONGEST_TAG_KEY) {
        throw invalidRequest("A Tag's Key must be a length between 1 and 128.");
      }
      if (tag.value().length() > LONGEST_TAG_VALUE) {
        throw invalidRequest("A Tag's Value must be a length between 0 and 256.");
      }
      if (!keys.add(tag.key())) {
        throw invalidRequest("Duplicate Tag Keys are not allowed.");
      }
    }
  }

  /** The filter as errors name it. */
  static String describe(LifecycleRule rule) {
    if (rule.filter() == null) {
      return "prefix '" + rule.prefix() + "'";
    }
    Selection selection = Selection.of(rule);
    LifecycleRuleAndOperator and = rule.filter().and();
    StringBuilder text = new StringBuilder();
    if (and == null ? rule.filter().prefix() != null : and.prefix() != null) {
      text.append("prefix=").append(selection.prefix());
    }
    selection.tags().forEach((key, value) -> join(text).append("tag=").append(key));
    if (selection.largerThan() != null) {
      join(text).append("objectsizegreaterthan=").append(selection.largerThan());
    }
    if (selection.smallerThan() != null) {
      join(text).append("objectsizelessthan=").append(selection.smallerThan());
    }
    return "filter '(" + text + ")'";
  }

  private static StringBuilder join(StringBuilder text) {
    return text.isEmpty() ? text : text.append(" and ");
  }
}
