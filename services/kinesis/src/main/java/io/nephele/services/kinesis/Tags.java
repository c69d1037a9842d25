package io.nephele.services.kinesis;

import io.nephele.api.kinesis.AddTagsToStreamInput;
import io.nephele.api.kinesis.ListTagsForResourceInput;
import io.nephele.api.kinesis.ListTagsForResourceOutput;
import io.nephele.api.kinesis.ListTagsForStreamInput;
import io.nephele.api.kinesis.ListTagsForStreamOutput;
import io.nephele.api.kinesis.RemoveTagsFromStreamInput;
import io.nephele.api.kinesis.Tag;
import io.nephele.api.kinesis.TagResourceInput;
import io.nephele.api.kinesis.UntagResourceInput;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The tags of streams and consumers. */
final class Tags {
  private final KinesisWorld kinesis;
  private final Resources resources;

  Tags(KinesisWorld kinesis, Resources resources) {
    this.kinesis = kinesis;
    this.resources = resources;
  }

  /** Refuses tags that nothing can have; null is none. */
  static void check(Map<String, String> tags) {
    if (tags == null) {
      return;
    }
    for (String key : tags.keySet()) {
      if (key.startsWith("aws:")) {
        throw KinesisErrors.invalid(
            "Tag keys starting with 'aws:' are reserved for system use: " + key);
      }
    }
    checkCount(tags);
  }

  private static void checkCount(Map<String, String> tags) {
    if (tags.size() > Limits.TAGS) {
      throw KinesisErrors.invalid(
          "Failed to add tags to stream. The maximum number of tags is " + Limits.TAGS + ".");
    }
  }

  Unit add(AddTagsToStreamInput in, Call call) {
    check(in.tags());
    changeStream(in.streamName(), in.streamARN(), in.streamId(), call, adding(in.tags()));
    return KinesisWorld.done(call);
  }

  Unit remove(RemoveTagsFromStreamInput in, Call call) {
    changeStream(in.streamName(), in.streamARN(), in.streamId(), call, removing(in.tagKeys()));
    return KinesisWorld.done(call);
  }

  private void changeStream(
      String name, String arn, String id, Call call, UnaryOperator<Map<String, String>> change) {
    kinesis.write(
        name,
        arn,
        id,
        call,
        (transaction, stream) -> {
          kinesis.table().put(transaction, stream.edit().tags(change.apply(stream.tags())).done());
          return stream;
        });
  }

  ListTagsForStreamOutput list(ListTagsForStreamInput in, Call call) {
    Stream stream = kinesis.find(in.streamName(), in.streamARN(), in.streamId(), call);
    int limit = in.limit() == null ? Limits.TAGS : in.limit();
    TreeMap<String, String> sorted = new TreeMap<>(stream.tags());
    Map<String, String> rest =
        in.exclusiveStartTagKey() == null
            ? sorted
            : sorted.tailMap(in.exclusiveStartTagKey(), false);
    List<Tag> tags = told(rest);
    boolean more = tags.size() > limit;
    return new ListTagsForStreamOutput()
        .tags(more ? tags.subList(0, limit) : tags)
        .hasMoreTags(more);
  }

  Unit tag(TagResourceInput in, Call call) {
    check(in.tags());
    resources.changeTags(in.resourceARN(), call, adding(in.tags()));
    return KinesisWorld.done(call);
  }

  Unit untag(UntagResourceInput in, Call call) {
    resources.changeTags(in.resourceARN(), call, removing(in.tagKeys()));
    return KinesisWorld.done(call);
  }

  ListTagsForResourceOutput listOfResource(ListTagsForResourceInput in, Call call) {
    return new ListTagsForResourceOutput()
        .tags(told(new TreeMap<>(resources.tags(in.resourceARN(), call))));
  }

  private static UnaryOperator<Map<String, String>> adding(Map<String, String> more) {
    return before -> {
      Map<String, String> after = new TreeMap<>(before);
      after.putAll(more);
      checkCount(after);
      return after;
    };
  }

  private static UnaryOperator<Map<String, String>> removing(List<String> keys) {
    return before -> {
      Map<String, String> after = new TreeMap<>(before);
      after.keySet().removeAll(keys);
      return after;
    };
  }

  private static List<Tag> told(Map<String, String> tags) {
    List<Tag> told = new ArrayList<>(tags.size());
    tags.forEach((key, value) -> told.add(new Tag().key(key).value(value)));
    return told;
  }
}
