package io.nephele.services.ssm;

import io.nephele.api.ssm.AddTagsToResourceRequest;
import io.nephele.api.ssm.AddTagsToResourceResult;
import io.nephele.api.ssm.InvalidResourceId;
import io.nephele.api.ssm.ListTagsForResourceRequest;
import io.nephele.api.ssm.ListTagsForResourceResult;
import io.nephele.api.ssm.RemoveTagsFromResourceRequest;
import io.nephele.api.ssm.RemoveTagsFromResourceResult;
import io.nephele.api.ssm.Tag;
import io.nephele.api.ssm.TooManyTagsError;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of parameters; other resources of Systems Manager do not exist yet. */
final class ParameterTags {
  private static final int MAX_TAGS = 50;

  private final World world;
  private final ParameterTables tables;

  ParameterTags(World world, ParameterTables tables) {
    this.world = world;
    this.tables = tables;
  }

  AddTagsToResourceResult add(AddTagsToResourceRequest in, Call call) {
    Map<String, String> added = ofRequest(in.tags());
    change(in.resourceType(), in.resourceId(), call, tags -> merged(tags, added));
    return new AddTagsToResourceResult();
  }

  RemoveTagsFromResourceResult remove(RemoveTagsFromResourceRequest in, Call call) {
    change(
        in.resourceType(),
        in.resourceId(),
        call,
        tags -> {
          Map<String, String> rest = new LinkedHashMap<>(tags);
          rest.keySet().removeAll(in.tagKeys());
          return rest;
        });
    return new RemoveTagsFromResourceResult();
  }

  ListTagsForResourceResult list(ListTagsForResourceRequest in, Call call) {
    Key place = place(in.resourceType(), in.resourceId(), call);
    ParameterHead head = world.store().read(reader -> tables.head(reader, place));
    if (head == null) {
      throw new InvalidResourceId();
    }
    List<Tag> tags =
        head.tags().entrySet().stream()
            .map(tag -> new Tag().key(tag.getKey()).value(tag.getValue()))
            .toList();
    return new ListTagsForResourceResult().tagList(tags);
  }

  private void change(
      String type, String id, Call call, UnaryOperator<Map<String, String>> changed) {
    Key place = place(type, id, call);
    world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              ParameterHead head = tables.head(transaction, place);
              if (head == null) {
                throw new InvalidResourceId();
              }
              tables.put(transaction, place, head.withTags(changed.apply(head.tags())));
              return null;
            });
  }

  private static Key place(String type, String id, Call call) {
    if (!type.equals("Parameter")) {
      throw new InvalidResourceId();
    }
    return ParameterName.parse(id, call).place();
  }

  /** The tags of a request by their names; an error to the caller if they cannot be. */
  static Map<String, String> ofRequest(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given == null ? List.<Tag>of() : given) {
      if (tag.key().regionMatches(true, 0, "aws:", 0, 4)) {
        throw SsmErrors.validation("Tag keys that begin with aws: are reserved.");
      }
      if (tags.put(tag.key(), tag.value()) != null) {
        throw SsmErrors.validation("Duplicate tag key: " + tag.key());
      }
    }
    return merged(Map.of(), tags);
  }

  private static Map<String, String> merged(Map<String, String> tags, Map<String, String> added) {
    Map<String, String> all = new LinkedHashMap<>(tags);
    all.putAll(added);
    if (all.size() > MAX_TAGS) {
      throw new TooManyTagsError();
    }
    return all;
  }
}
