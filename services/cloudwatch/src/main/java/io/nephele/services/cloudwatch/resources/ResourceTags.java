package io.nephele.services.cloudwatch.resources;

import io.nephele.api.cloudwatch.Cloudwatch;
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
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The tags of resources, for their operations and for the authoriser. */
public final class ResourceTags implements ProtectedResources {
  private static final int MOST = 50;

  private final World world;
  private final List<Taggable> kinds;

  private ResourceTags(World world, List<Taggable> kinds) {
    this.world = world;
    this.kinds = kinds;
  }

  /** Binds the operations on the tags of those kinds. */
  public static void bind(Bindings on, World world, List<Taggable> kinds) {
    ResourceTags tags = new ResourceTags(world, kinds);
    on.bind(Cloudwatch.ListTagsForResource, tags::list);
    on.bind(Cloudwatch.TagResource, tags::tag);
    on.bind(Cloudwatch.UntagResource, tags::untag);
    on.protect(tags);
  }

  /** A resource by its ARN. */
  private record Place(Taggable kind, String accountId, String region, String name) {
    Map<String, String> tags(Reader reader) {
      return kind.tags(reader, accountId, region, name);
    }

    void set(Transaction transaction, Map<String, String> tags) {
      kind.setTags(transaction, accountId, region, name, tags);
    }
  }

  /** Tags of a request by key. */
  public static Map<String, String> read(List<Tag> given) {
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

  private Place place(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed != null && parsed.service().equals("cloudwatch")) {
      for (Taggable kind : kinds) {
        if (parsed.resource().startsWith(kind.kind())) {
          String name = parsed.resource().substring(kind.kind().length());
          return new Place(kind, parsed.account(), parsed.region(), name);
        }
      }
    }
    return null;
  }

  private Place require(String arn, Call call) {
    if (Arn.parse(arn) == null) {
      throw CloudWatchErrors.invalidValue(arn, "ResourceARN");
    }
    Place place = place(arn);
    if (place == null || !place.accountId.equals(call.accountId())) {
      throw unknown(arn);
    }
    return place;
  }

  private static ResourceNotFoundException unknown(String arn) {
    return new ResourceNotFoundException("Unknown resource: " + arn);
  }

  private ListTagsForResourceOutput list(ListTagsForResourceInput in, Call call) {
    Place place = require(in.resourceARN(), call);
    Map<String, String> there = world.store().read(place::tags);
    if (there == null) {
      throw unknown(in.resourceARN());
    }
    List<Tag> tags = new ArrayList<>();
    there.forEach((key, value) -> tags.add(new Tag().key(key).value(value)));
    return new ListTagsForResourceOutput().tags(tags);
  }

  private TagResourceOutput tag(TagResourceInput in, Call call) {
    Map<String, String> further = read(in.tags());
    change(in.resourceARN(), call, tags -> tags.putAll(further));
    return new TagResourceOutput();
  }

  private UntagResourceOutput untag(UntagResourceInput in, Call call) {
    change(in.resourceARN(), call, tags -> tags.keySet().removeAll(in.tagKeys()));
    return new UntagResourceOutput();
  }

  private void change(String arn, Call call, Consumer<Map<String, String>> change) {
    Place place = require(arn, call);
    world
        .store()
        .write(
            transaction -> {
              Map<String, String> there = place.tags(transaction);
              if (there == null) {
                throw unknown(arn);
              }
              Map<String, String> tags = new LinkedHashMap<>(there);
              change.accept(tags);
              checkCount(tags);
              place.set(transaction, tags);
              return null;
            });
  }

  @Override
  public Map<String, String> tags(String arn) {
    Place place = place(arn);
    Map<String, String> tags = place == null ? null : world.store().read(place::tags);
    return tags == null ? Map.of() : tags;
  }
}
