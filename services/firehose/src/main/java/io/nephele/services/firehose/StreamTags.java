package io.nephele.services.firehose;

import io.nephele.api.firehose.LimitExceededException;
import io.nephele.api.firehose.ListTagsForDeliveryStreamInput;
import io.nephele.api.firehose.ListTagsForDeliveryStreamOutput;
import io.nephele.api.firehose.Tag;
import io.nephele.api.firehose.TagDeliveryStreamInput;
import io.nephele.api.firehose.TagDeliveryStreamOutput;
import io.nephele.api.firehose.UntagDeliveryStreamInput;
import io.nephele.api.firehose.UntagDeliveryStreamOutput;
import io.nephele.core.call.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of streams. */
final class StreamTags {
  private static final int MOST_TAGS = 50;

  private final FirehoseWorld firehose;

  StreamTags(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  TagDeliveryStreamOutput tag(TagDeliveryStreamInput in, Call call) {
    Map<String, String> added = of(in.tags());
    firehose.change(
        in.deliveryStreamName(),
        call,
        (transaction, stream) -> {
          Map<String, String> all = new LinkedHashMap<>(stream.tags());
          all.putAll(added);
          if (all.size() > MOST_TAGS) {
            throw new LimitExceededException(
                "The number of tags exceeds the limit of " + MOST_TAGS + " per Firehose stream.");
          }
          return stream.withTags(all);
        });
    return new TagDeliveryStreamOutput();
  }

  UntagDeliveryStreamOutput untag(UntagDeliveryStreamInput in, Call call) {
    firehose.change(
        in.deliveryStreamName(),
        call,
        (transaction, stream) -> {
          Map<String, String> rest = new LinkedHashMap<>(stream.tags());
          rest.keySet().removeAll(in.tagKeys());
          return stream.withTags(rest);
        });
    return new UntagDeliveryStreamOutput();
  }

  ListTagsForDeliveryStreamOutput list(ListTagsForDeliveryStreamInput in, Call call) {
    TreeMap<String, String> tags =
        new TreeMap<>(firehose.find(in.deliveryStreamName(), call).tags());
    int limit = in.limit() == null ? MOST_TAGS : in.limit();
    List<Tag> page = new ArrayList<>();
    boolean more = false;
    for (Map.Entry<String, String> tag :
        (in.exclusiveStartTagKey() == null ? tags : tags.tailMap(in.exclusiveStartTagKey(), false))
            .entrySet()) {
      if (page.size() == limit) {
        more = true;
        break;
      }
      page.add(new Tag().key(tag.getKey()).value(tag.getValue()));
    }
    return new ListTagsForDeliveryStreamOutput().tags(page).hasMoreTags(more);
  }

  /** The tags of a request by their keys. */
  static Map<String, String> of(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given == null ? List.<Tag>of() : given) {
      if (tag.key().regionMatches(true, 0, "aws:", 0, 4)) {
        throw FirehoseErrors.invalid("Tag keys starting with aws: are reserved for system use.");
      }
      if (tags.put(tag.key(), tag.value() == null ? "" : tag.value()) != null) {
        throw FirehoseErrors.invalid("Duplicate tag key: " + tag.key());
      }
    }
    return tags;
  }
}
