package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.ListTagsForResourceInput;
import io.nephele.api.cloudwatch.ListTagsForResourceOutput;
import io.nephele.api.cloudwatch.ResourceNotFoundException;
import io.nephele.api.cloudwatch.Tag;
import io.nephele.api.cloudwatch.TagResourceInput;
import io.nephele.api.cloudwatch.TagResourceOutput;
import io.nephele.api.cloudwatch.UntagResourceInput;
import io.nephele.api.cloudwatch.UntagResourceOutput;
import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tags of alarms, for their operations and for the authoriser. */
final class AlarmTags implements ProtectedResources {
  private static final int MOST = 50;
  private static final String TYPE = "alarm:";

  private final World world;
  private final AlarmTables tables;

  AlarmTags(World world, AlarmTables tables) {
    this.world = world;
    this.tables = tables;
  }

  /** Tags of a request by key. */
  static Map<String, String> read(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (given != null) {
      for (Tag tag : given) {
        if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
          throw CloudWatchErrors.invalid("aws: prefixed tag key names are not allowed.");
        }
        if (tags.put(tag.key(), tag.value()) != null) {
          throw CloudWatchErrors.invalid("Tag keys must be unique.");
        }
      }
    }
    checkCount(tags);
    return tags;
  }

  private static void checkCount(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw CloudWatchErrors.invalid("A resource may have at most " + MOST + " tags.");
    }
  }

  private static Key place(String arn) {
    Arn parsed = Arn.parse(arn);
    return parsed == null
            || !parsed.service().equals("cloudwatch")
            || !parsed.resource().startsWith(TYPE)
        ? null
        : Alarm.key(parsed.account(), parsed.region(), parsed.resource().substring(TYPE.length()));
  }

  private Alarm require(Reader reader, String arn, Call call) {
    if (Arn.parse(arn) == null) {
      throw CloudWatchErrors.invalidValue(arn, "ResourceARN");
    }
    Key place = place(arn);
    Alarm alarm = place == null ? null : tables.find(reader, place);
    if (alarm == null || !alarm.accountId().equals(call.accountId())) {
      throw new ResourceNotFoundException("Unknown resource: " + arn);
    }
    return alarm;
  }

  ListTagsForResourceOutput list(ListTagsForResourceInput in, Call call) {
    List<Tag> tags = new ArrayList<>();
    world
        .store()
        .read(reader -> require(reader, in.resourceARN(), call))
        .tags()
        .forEach((key, value) -> tags.add(new Tag().key(key).value(value)));
    return new ListTagsForResourceOutput().tags(tags);
  }

  TagResourceOutput tag(TagResourceInput in, Call call) {
    Map<String, String> further = read(in.tags());
    world
        .store()
        .write(
            transaction -> {
              Alarm alarm = require(transaction, in.resourceARN(), call);
              Map<String, String> tags = new LinkedHashMap<>(alarm.tags());
              tags.putAll(further);
              checkCount(tags);
              tables.put(transaction, alarm.withTags(tags));
              return null;
            });
    return new TagResourceOutput();
  }

  UntagResourceOutput untag(UntagResourceInput in, Call call) {
    world
        .store()
        .write(
            transaction -> {
              Alarm alarm = require(transaction, in.resourceARN(), call);
              Map<String, String> tags = new LinkedHashMap<>(alarm.tags());
              tags.keySet().removeAll(in.tagKeys());
              tables.put(transaction, alarm.withTags(tags));
              return null;
            });
    return new UntagResourceOutput();
  }

  @Override
  public Map<String, String> tags(String arn) {
    Key place = place(arn);
    Alarm alarm = place == null ? null : world.store().read(reader -> tables.find(reader, place));
    return alarm == null ? Map.of() : alarm.tags();
  }
}
