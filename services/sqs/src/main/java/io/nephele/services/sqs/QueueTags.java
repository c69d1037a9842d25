package io.nephele.services.sqs;

import io.nephele.api.sqs.ListQueueTagsRequest;
import io.nephele.api.sqs.ListQueueTagsResult;
import io.nephele.api.sqs.TagQueueRequest;
import io.nephele.api.sqs.UntagQueueRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on tags of queues. */
final class QueueTags {
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_VALUE_LENGTH = 256;
  private static final String PUNCTUATION = "_.:/=+-@";

  private final SqsWorld sqs;

  QueueTags(SqsWorld sqs) {
    this.sqs = sqs;
  }

  Unit tag(TagQueueRequest in, Call call) {
    Queue queue = sqs.findOwn(in.queueUrl(), call);
    if (in.tags() == null || in.tags().isEmpty()) {
      throw SqsErrors.missingParameter("Tags");
    }
    sqs.write(
        queue,
        (transaction, current) -> {
          sqs.queues().put(transaction, current.withTags(merge(current, in.tags())));
          return null;
        });
    return SqsWorld.done(call);
  }

  Unit untag(UntagQueueRequest in, Call call) {
    Queue queue = sqs.findOwn(in.queueUrl(), call);
    if (in.tagKeys() == null || in.tagKeys().isEmpty()) {
      throw SqsErrors.invalidParameter("Tag keys must be between 1 and 128 characters in length.");
    }
    sqs.write(
        queue,
        (transaction, current) -> {
          Map<String, String> rest = new LinkedHashMap<>(current.tags());
          rest.keySet().removeAll(in.tagKeys());
          sqs.queues().put(transaction, current.withTags(rest));
          return null;
        });
    return SqsWorld.done(call);
  }

  ListQueueTagsResult list(ListQueueTagsRequest in, Call call) {
    Queue queue = sqs.findOwn(in.queueUrl(), call);
    return new ListQueueTagsResult().tags(queue.tags().isEmpty() ? null : queue.tags());
  }

  /** A queue's tags and further ones; an error to the caller if those cannot be. */
  static Map<String, String> merge(Queue queue, Map<String, String> further) {
    for (Map.Entry<String, String> tag : further.entrySet()) {
      check(tag.getKey(), tag.getValue());
    }
    Map<String, String> merged = new LinkedHashMap<>(queue.tags());
    merged.putAll(further);
    if (merged.size() > Limits.TAGS) {
      throw SqsErrors.invalidParameter("Too many tags added for queue " + queue.name() + ".");
    }
    return merged;
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw SqsErrors.invalidParameter("Tag keys must be between 1 and 128 characters in length.");
    }
    if (value == null || value.length() > MAX_VALUE_LENGTH) {
      throw SqsErrors.invalidParameter(
          "Tag values must be between 0 and 256 characters in length.");
    }
    if (key.regionMatches(true, 0, "aws:", 0, 4)) {
      throw SqsErrors.invalidParameter(
          "Tag keys can't start with aws:, which is reserved for AWS use.");
    }
    if (!isAllowed(key) || !isAllowed(value)) {
      throw SqsErrors.invalidParameter(
          "Tag keys and values can only include letters, digits, white space, and the characters"
              + " _.:/=+-@");
    }
  }

  private static boolean isAllowed(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!Character.isLetterOrDigit(c)
          && !Character.isWhitespace(c)
          && !Character.isSpaceChar(c)
          && PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }
}
