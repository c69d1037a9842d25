package io.nephele.services.sns;

import io.nephele.api.sns.ListTagsForResourceRequest;
import io.nephele.api.sns.ListTagsForResourceResponse;
import io.nephele.api.sns.ResourceNotFoundException;
import io.nephele.api.sns.Tag;
import io.nephele.api.sns.TagLimitExceededException;
import io.nephele.api.sns.TagResourceRequest;
import io.nephele.api.sns.TagResourceResponse;
import io.nephele.api.sns.UntagResourceRequest;
import io.nephele.api.sns.UntagResourceResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on tags. */
final class TopicTags {
  private static final int MOST = 50;
  private static final String PUNCTUATION = "_.:/=+-@";

  private final SnsWorld sns;

  TopicTags(SnsWorld sns) {
    this.sns = sns;
  }

  TagResourceResponse tag(TagResourceRequest in, Call call) {
    Map<String, String> further = read(in.tags());
    TopicAddress address = address(in.resourceArn());
    sns.world()
        .store()
        .write(
            address.lock(),
            transaction -> {
              Topic topic = require(transaction, address);
              Map<String, String> tags = new LinkedHashMap<>(topic.tags());
              tags.putAll(further);
              checkCount(tags);
              sns.topics().put(transaction, topic.withTags(tags));
              return null;
            });
    return new TagResourceResponse();
  }

  UntagResourceResponse untag(UntagResourceRequest in, Call call) {
    TopicAddress address = address(in.resourceArn());
    sns.world()
        .store()
        .write(
            address.lock(),
            transaction -> {
              Topic topic = require(transaction, address);
              Map<String, String> tags = new LinkedHashMap<>(topic.tags());
              tags.keySet().removeAll(in.tagKeys());
              sns.topics().put(transaction, topic.withTags(tags));
              return null;
            });
    return new UntagResourceResponse();
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest in, Call call) {
    TopicAddress address = address(in.resourceArn());
    Topic topic = sns.read(reader -> require(reader, address));
    List<Tag> tags = new ArrayList<>();
    topic.tags().forEach((key, value) -> tags.add(new Tag().key(key).value(value)));
    return new ListTagsForResourceResponse().tags(tags);
  }

  private static TopicAddress address(String arn) {
    return TopicAddress.require(arn, "ResourceArn");
  }

  private Topic require(Reader reader, TopicAddress address) {
    Topic topic = sns.topics().find(reader, address);
    if (topic == null) {
      throw new ResourceNotFoundException("Resource does not exist");
    }
    return topic;
  }

  /** Tags as they are kept; an error to the caller if they cannot be. */
  static Map<String, String> read(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (given != null) {
      for (Tag tag : given) {
        if (tag.key().regionMatches(true, 0, "aws:", 0, 4)) {
          throw SnsErrors.invalid("Tags", "System tags cannot be added, updated or deleted");
        }
        if (!isAllowed(tag.key()) || !isAllowed(tag.value())) {
          throw SnsErrors.invalid(
              "Tags",
              "Tag keys and values can only contain letters, digits, white space and the characters"
                  + " _ . : / = + - @");
        }
        if (tags.put(tag.key(), tag.value()) != null) {
          throw SnsErrors.invalid("Duplicated keys are not allowed.");
        }
      }
    }
    checkCount(tags);
    return tags;
  }

  private static void checkCount(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw new TagLimitExceededException(
          "Could not complete request: tag quota of per resource exceeded");
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
