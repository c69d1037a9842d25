package io.nephele.services.scheduler;

import io.nephele.api.scheduler.ListTagsForResourceInput;
import io.nephele.api.scheduler.ListTagsForResourceOutput;
import io.nephele.api.scheduler.Tag;
import io.nephele.api.scheduler.TagResourceInput;
import io.nephele.api.scheduler.TagResourceOutput;
import io.nephele.api.scheduler.UntagResourceInput;
import io.nephele.api.scheduler.UntagResourceOutput;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of groups, which hold for their schedules too where permissions ask. */
final class GroupTags implements ProtectedResources {
  private static final int MOST_TAGS = 50;
  private static final String GROUP = "schedule-group/";
  private static final String SCHEDULE = "schedule/";

  private final SchedulerWorld scheduler;

  GroupTags(SchedulerWorld scheduler) {
    this.scheduler = scheduler;
  }

  TagResourceOutput tag(TagResourceInput in, Call call) {
    Map<String, String> added = of(in.tags());
    change(
        in.resourceArn(),
        tags -> {
          Map<String, String> all = new LinkedHashMap<>(tags);
          all.putAll(added);
          if (all.size() > MOST_TAGS) {
            throw SchedulerErrors.validation("A resource can have at most 50 tags.");
          }
          return all;
        });
    return new TagResourceOutput();
  }

  UntagResourceOutput untag(UntagResourceInput in, Call call) {
    change(
        in.resourceArn(),
        tags -> {
          Map<String, String> rest = new LinkedHashMap<>(tags);
          rest.keySet().removeAll(in.tagKeys());
          return rest;
        });
    return new UntagResourceOutput();
  }

  ListTagsForResourceOutput list(ListTagsForResourceInput in, Call call) {
    Group group = scheduler.read(reader -> require(reader, in.resourceArn()));
    return new ListTagsForResourceOutput()
        .tags(
            group.tags().entrySet().stream()
                .map(tag -> new Tag().key(tag.getKey()).value(tag.getValue()))
                .toList());
  }

  @Override
  public Map<String, String> tags(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null) {
      return Map.of();
    }
    String resource = parsed.resource();
    String name;
    if (resource.startsWith(GROUP)) {
      name = resource.substring(GROUP.length());
    } else if (resource.startsWith(SCHEDULE) && resource.lastIndexOf('/') >= SCHEDULE.length()) {
      name = resource.substring(SCHEDULE.length(), resource.lastIndexOf('/'));
    } else {
      return Map.of();
    }
    Group group =
        scheduler.read(
            reader ->
                scheduler.groups().get(reader, Group.key(parsed.account(), parsed.region(), name)));
    return group == null ? Map.of() : group.tags();
  }

  private void change(String arn, UnaryOperator<Map<String, String>> change) {
    scheduler.write(
        transaction -> {
          Group group = require(transaction, arn);
          scheduler
              .groups()
              .put(
                  transaction,
                  group.key(),
                  group.withTags(change.apply(group.tags()), scheduler.now()));
          return null;
        });
  }

  private Group require(Reader reader, String text) {
    Arn arn = Arn.parse(text);
    String name = arn.resource().substring(GROUP.length());
    return scheduler.requireGroup(reader, arn.account(), arn.region(), name);
  }

  /** The tags of a request by their keys. */
  static Map<String, String> of(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given == null ? List.<Tag>of() : given) {
      if (tag.key().regionMatches(true, 0, "aws:", 0, 4)) {
        throw reserved();
      }
      tags.put(tag.key(), tag.value());
    }
    return tags;
  }

  private static AwsException reserved() {
    return SchedulerErrors.validation("Tag keys that begin with aws: are reserved.");
  }
}
