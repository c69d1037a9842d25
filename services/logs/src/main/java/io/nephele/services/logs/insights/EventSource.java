package io.nephele.services.logs.insights;

import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.StoredEvent;
import io.nephele.services.logs.state.Group;
import java.util.Map;

/**
 * Where events of a query come from, and what is the same for all of them.
 *
 * @param stream the stream's name
 * @param masker what hides parts of their messages
 * @param fields the fields of messages that the query asks for
 * @param indexed the fields that the group has indexes of, and since when in milliseconds
 * @param earlier whether they belong to the time that a query compares with
 */
record EventSource(
    Group group,
    String stream,
    Masker masker,
    WantedFields fields,
    Map<String, Long> indexed,
    boolean earlier) {

  /** The same, with nothing hidden. */
  EventSource unmasked() {
    return new EventSource(group, stream, Masker.NONE, fields, indexed, earlier);
  }

  String message(StoredEvent event) {
    return masker.mask(event.message());
  }

  /** The fields of an event: those that a transformer made of it, if there is one. */
  Map<String, Object> discovered(StoredEvent event) {
    String text = event.transformed();
    return fields.of(masker.mask(text == null ? event.message() : text));
  }

  /** The value of a field that each event has, or null. */
  Object automatic(StoredEvent event, String name) {
    return switch (name) {
      case "@timestamp" -> new Values.Time(event.timestamp());
      case "@ingestionTime" -> new Values.Time(event.ingestedAt());
      case "@message" -> message(event);
      case "@logStream" -> stream;
      case "@log" -> group.accountId() + ":" + group.name();
      case "@ptr" -> Pointers.write(group, stream, event.at());
      default -> null;
    };
  }
}
