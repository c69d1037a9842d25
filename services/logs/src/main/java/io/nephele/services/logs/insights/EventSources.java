package io.nephele.services.logs.insights;

import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.state.Group;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What a query knows of the groups and streams that it looks into. Thread-safe. */
final class EventSources {
  private final WantedFields fields;
  private final Map<Long, Map<String, EventSource>> known = new ConcurrentHashMap<>();
  private final Function<Group, Masker> maskers;
  private final Function<Group, Map<String, Long>> indexes;

  /**
   * For a query.
   *
   * @param maskers what hides parts of a group's messages
   * @param indexes the fields that a group has indexes of, and since when
   */
  EventSources(
      Query query, Function<Group, Masker> maskers, Function<Group, Map<String, Long>> indexes) {
    this.fields = new WantedFields(query.fields());
    this.maskers = maskers;
    this.indexes = indexes;
  }

  /** A stream of a group, in the time of the query or in the one that it compares with. */
  EventSource of(Group group, String stream, boolean earlier) {
    if (earlier) {
      return make(group, stream, true);
    }
    Map<String, EventSource> ofGroup =
        known.computeIfAbsent(group.id(), none -> new ConcurrentHashMap<>());
    EventSource source = ofGroup.get(stream);
    if (source == null) {
      source = make(group, stream, false);
      ofGroup.put(stream, source);
    }
    return source;
  }

  private EventSource make(Group group, String stream, boolean earlier) {
    return new EventSource(
        group, stream, maskers.apply(group), fields, new HashMap<>(indexes.apply(group)), earlier);
  }
}
