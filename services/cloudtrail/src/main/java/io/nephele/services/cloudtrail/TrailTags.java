package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.AddTagsRequest;
import io.nephele.api.cloudtrail.AddTagsResponse;
import io.nephele.api.cloudtrail.InvalidNextTokenException;
import io.nephele.api.cloudtrail.InvalidTagParameterException;
import io.nephele.api.cloudtrail.ListTagsRequest;
import io.nephele.api.cloudtrail.ListTagsResponse;
import io.nephele.api.cloudtrail.RemoveTagsRequest;
import io.nephele.api.cloudtrail.RemoveTagsResponse;
import io.nephele.api.cloudtrail.ResourceTag;
import io.nephele.api.cloudtrail.Tag;
import io.nephele.api.cloudtrail.TagsLimitExceededException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Tags of trails. */
final class TrailTags {
  private static final int MOST = 50;

  private final TrailStore trails;
  private final EventDataStoreTable stores;

  TrailTags(TrailStore trails, EventDataStoreTable stores) {
    this.trails = trails;
    this.stores = stores;
  }

  AddTagsResponse add(AddTagsRequest in, Call call) {
    Map<String, String> added = ofRequest(in.tagsList());
    change(
        in.resourceId(),
        call,
        tags -> {
          tags.putAll(added);
          return limited(tags);
        });
    return new AddTagsResponse();
  }

  RemoveTagsResponse remove(RemoveTagsRequest in, Call call) {
    change(
        in.resourceId(),
        call,
        tags -> {
          in.tagsList().forEach(tag -> tags.remove(tag.key()));
          return tags;
        });
    return new RemoveTagsResponse();
  }

  ListTagsResponse list(ListTagsRequest in, Call call) {
    if (in.nextToken() != null) {
      throw new InvalidNextTokenException("Invalid nextToken.");
    }
    List<ResourceTag> found = new ArrayList<>();
    for (String arn : in.resourceIdList()) {
      Map<String, String> known = trails.world().store().read(reader -> of(reader, call, arn));
      List<Tag> tags = new ArrayList<>();
      known.forEach((key, value) -> tags.add(new Tag().key(key).value(value)));
      found.add(new ResourceTag().resourceId(arn).tagsList(tags));
    }
    return new ListTagsResponse().resourceTagList(found);
  }

  private Map<String, String> of(Reader reader, Call call, String arn) {
    if (EventDataStoreTable.isOne(arn)) {
      return stores.find(reader, call, arn).tags();
    }
    TrailStore.trailArn(arn);
    return trails.find(reader, call, arn).tags();
  }

  private void change(String arn, Call call, UnaryOperator<Map<String, String>> change) {
    if (EventDataStoreTable.isOne(arn)) {
      changeStore(arn, call, change);
      return;
    }
    TrailStore.trailArn(arn);
    trails
        .world()
        .store()
        .write(
            transaction -> {
              TrailRecord trail = trails.findAtHome(transaction, call, arn);
              Map<String, String> tags = change.apply(new LinkedHashMap<>(trail.tags()));
              trails.put(transaction, trail.withTags(tags));
              return null;
            });
  }

  private void changeStore(String arn, Call call, UnaryOperator<Map<String, String>> change) {
    trails
        .world()
        .store()
        .write(
            transaction -> {
              EventDataStoreRecord store = stores.find(transaction, call, arn);
              Map<String, String> tags = change.apply(new LinkedHashMap<>(store.tags()));
              stores.put(transaction, store.withTags(tags));
              return null;
            });
  }

  /** The tags of a request, in its order. */
  static Map<String, String> ofRequest(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (given == null) {
      return tags;
    }
    for (Tag tag : given) {
      if (tag.key().startsWith("aws:")) {
        throw new InvalidTagParameterException("Tag keys must not begin with aws:.");
      }
      if (tags.put(tag.key(), tag.value() == null ? "" : tag.value()) != null) {
        throw new InvalidTagParameterException("The tag key " + tag.key() + " is given twice.");
      }
    }
    return limited(tags);
  }

  private static Map<String, String> limited(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw new TagsLimitExceededException("A trail has at most 50 tags.");
    }
    return tags;
  }
}
