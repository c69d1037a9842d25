package io.nephele.services.pipes;

import io.nephele.api.pipes.ListTagsForResourceRequest;
import io.nephele.api.pipes.ListTagsForResourceResponse;
import io.nephele.api.pipes.TagResourceRequest;
import io.nephele.api.pipes.TagResourceResponse;
import io.nephele.api.pipes.UntagResourceRequest;
import io.nephele.api.pipes.UntagResourceResponse;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of pipes. */
final class PipeTags implements ProtectedResources {
  private static final int MOST_TAGS = 50;

  private final PipesWorld pipes;

  PipeTags(PipesWorld pipes) {
    this.pipes = pipes;
  }

  TagResourceResponse tag(TagResourceRequest in, Call call) {
    change(
        in.resourceArn(),
        tags -> {
          Map<String, String> all = new LinkedHashMap<>(tags);
          all.putAll(in.tags());
          check(all);
          return all;
        });
    return new TagResourceResponse();
  }

  UntagResourceResponse untag(UntagResourceRequest in, Call call) {
    change(
        in.resourceArn(),
        tags -> {
          Map<String, String> rest = new LinkedHashMap<>(tags);
          rest.keySet().removeAll(in.tagKeys());
          return rest;
        });
    return new UntagResourceResponse();
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest in, Call call) {
    return new ListTagsForResourceResponse()
        .tags(pipes.read(reader -> pipes.requireArn(reader, in.resourceArn())).tags());
  }

  @Override
  public Map<String, String> tags(String arn) {
    if (!Arn.isArn(arn)) {
      return Map.of();
    }
    try {
      return pipes.read(reader -> pipes.requireArn(reader, arn)).tags();
    } catch (AwsException e) {
      return Map.of();
    }
  }

  static void check(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw PipesErrors.validation("A pipe can have at most 50 tags.");
    }
    for (String key : tags.keySet()) {
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw PipesErrors.validation("Tag keys that begin with aws: are reserved.");
      }
    }
  }

  private void change(String arn, UnaryOperator<Map<String, String>> change) {
    pipes.write(
        transaction -> {
          PipeRow row = pipes.requireArn(transaction, arn);
          pipes.pipes().put(transaction, row.key(), row.withTags(change.apply(row.tags())));
          return null;
        });
  }
}
