package io.nephele.services.events;

import io.nephele.api.events.ListTagsForResourceRequest;
import io.nephele.api.events.ListTagsForResourceResponse;
import io.nephele.api.events.Tag;
import io.nephele.api.events.TagResourceRequest;
import io.nephele.api.events.TagResourceResponse;
import io.nephele.api.events.UntagResourceRequest;
import io.nephele.api.events.UntagResourceResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of buses and rules. */
final class EventTags {
  private static final int MOST_TAGS = 50;
  private static final String BUS = "event-bus/";

  private final EventsWorld events;

  EventTags(EventsWorld events) {
    this.events = events;
  }

  TagResourceResponse tag(TagResourceRequest in, Call call) {
    Map<String, String> added = of(in.tags());
    change(
        in.resourceARN(),
        tags -> {
          Map<String, String> all = new LinkedHashMap<>(tags);
          all.putAll(added);
          if (all.size() > MOST_TAGS) {
            throw EventsErrors.tooMany();
          }
          return all;
        });
    return new TagResourceResponse();
  }

  UntagResourceResponse untag(UntagResourceRequest in, Call call) {
    change(
        in.resourceARN(),
        tags -> {
          Map<String, String> rest = new LinkedHashMap<>(tags);
          rest.keySet().removeAll(in.tagKeys());
          return rest;
        });
    return new UntagResourceResponse();
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest in, Call call) {
    Map<String, String> tags = new LinkedHashMap<>();
    change(
        in.resourceARN(),
        known -> {
          tags.putAll(known);
          return known;
        });
    return new ListTagsForResourceResponse()
        .tags(
            tags.entrySet().stream()
                .map(tag -> new Tag().key(tag.getKey()).value(tag.getValue()))
                .toList());
  }

  private void change(String resource, UnaryOperator<Map<String, String>> change) {
    Arn arn = Arn.parse(resource);
    if (arn == null) {
      throw EventsErrors.validation("Parameter ResourceARN is not valid.");
    }
    events.write(
        transaction -> {
          if (arn.resource().startsWith(BUS)) {
            EventsWorld.BusName name =
                new EventsWorld.BusName(
                    arn.account(), arn.region(), arn.resource().substring(BUS.length()));
            Bus bus = events.requireBus(transaction, name);
            Map<String, String> changed = change.apply(bus.tags());
            if (!changed.equals(bus.tags())) {
              events.buses().put(transaction, bus.key(), bus.withTags(changed));
            }
          } else {
            Rule rule = ProtectedEvents.rule(events, transaction, arn);
            if (rule == null) {
              throw EventsErrors.missing("Resource", resource);
            }
            Map<String, String> changed = change.apply(rule.tags());
            if (!changed.equals(rule.tags())) {
              events.rules().put(transaction, rule.key(), rule.withTags(changed));
            }
          }
          return null;
        });
  }

  /** The tags of a request by their keys. */
  static Map<String, String> of(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given == null ? List.<Tag>of() : given) {
      if (tag.key().regionMatches(true, 0, "aws:", 0, 4)) {
        throw EventsErrors.validation("Tag keys that begin with aws: are reserved.");
      }
      tags.put(tag.key(), tag.value());
    }
    return tags;
  }
}
