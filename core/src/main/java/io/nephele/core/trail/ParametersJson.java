package io.nephele.core.trail;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.trail.ShownMembers.Shown;
import io.nephele.model.Document;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Writes requests and results as CloudTrail shows them: members with a small first letter, secrets
 * hidden, blobs left out, and nothing at all of what is larger than 100 KB.
 */
final class ParametersJson {
  static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
  private static final int MOST = 100 * 1024;
  private static final int DEPTH = 30;

  private final ShownMembers shown = new ShownMembers();

  /**
   * Writes the value of a field that has been begun; null where there is nothing to tell.
   *
   * @param only the names of the members that are shown, or null for all
   * @param host what S3 shows beside the members of a request, or null
   */
  void write(JsonGenerator json, Struct struct, Set<String> only, String host) throws IOException {
    boolean withHost = host != null && struct.shape().service().name().equals("s3");
    int size = size(struct, only, DEPTH);
    if (size > MOST) {
      json.writeStartObject();
      json.writeBooleanField("omitted", true);
      json.writeStringField("reason", "The content is larger than 100 KB.");
      json.writeEndObject();
    } else if (size == 0 && !withHost) {
      json.writeNull();
    } else {
      json.writeStartObject();
      members(json, struct, only, DEPTH);
      if (withHost) {
        json.writeStringField("Host", host);
      }
      json.writeEndObject();
    }
  }

  /** About how many characters are shown of a structure; more than the most is not counted. */
  private int size(Struct struct, Set<String> only, int depth) {
    Shown[] members = shown.of(struct.shape());
    int size = 0;
    for (int i = 0; i < members.length && size <= MOST; i++) {
      Object value = struct.get(i);
      if (value != null && isWritten(members[i], value, only)) {
        size += members[i].member().name().length() + size(value, depth);
      }
    }
    return size;
  }

  private int size(Object value, int depth) {
    if (value instanceof String text) {
      return text.length();
    }
    if (depth == 0
        || !(value instanceof Struct || value instanceof Collection || value instanceof Map)) {
      return 8;
    }
    if (value instanceof Struct inner) {
      return size(inner, null, depth - 1);
    }
    int size = 2;
    if (value instanceof Collection<?> items) {
      for (Object item : items) {
        size += 2 + (size > MOST ? 0 : size(item, depth - 1));
      }
    } else {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        size += entry.getKey().toString().length();
        size += size > MOST ? 0 : size(entry.getValue(), depth - 1);
      }
    }
    return size;
  }

  private static boolean isWritten(Shown member, Object value, Set<String> only) {
    return member != null
        && isShown(value)
        && (only == null || only.contains(member.member().name()));
  }

  private void members(JsonGenerator json, Struct struct, Set<String> only, int depth)
      throws IOException {
    Shown[] members = shown.of(struct.shape());
    for (int i = 0; i < members.length; i++) {
      Object value = struct.get(i);
      if (value != null && isWritten(members[i], value, only)) {
        json.writeFieldName(members[i].name());
        if (members[i].hidden()) {
          json.writeString(HIDDEN);
        } else {
          value(json, members[i].member(), value, depth);
        }
      }
    }
  }

  /** Blobs, bodies and streams of events are not. */
  private static boolean isShown(Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Struct
        || value instanceof Collection
        || value instanceof Map
        || value instanceof Instant
        || value instanceof Document;
  }

  private void value(JsonGenerator json, Member member, Object value, int depth)
      throws IOException {
    if (depth == 0 || !isShown(value)) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Instant time) {
      json.writeString(EventTimes.inParameters(time.toEpochMilli()));
    } else if (value instanceof Struct inner) {
      json.writeStartObject();
      members(json, inner, null, depth - 1);
      json.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      list(json, member.target().listMember(), items, depth);
    } else if (value instanceof Map<?, ?> entries) {
      map(json, member.target().mapValue(), entries, depth);
    } else {
      json.writeStartObject();
      json.writeEndObject();
    }
  }

  private void list(JsonGenerator json, Member item, Collection<?> items, int depth)
      throws IOException {
    json.writeStartArray();
    for (Object element : items) {
      element(json, item, element, depth);
    }
    json.writeEndArray();
  }

  private void map(JsonGenerator json, Member item, Map<?, ?> entries, int depth)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      json.writeFieldName(entry.getKey().toString());
      element(json, item, entry.getValue(), depth);
    }
    json.writeEndObject();
  }

  private void element(JsonGenerator json, Member item, Object element, int depth)
      throws IOException {
    if (element == null) {
      json.writeNull();
    } else if (item.sensitive()) {
      json.writeString(HIDDEN);
    } else {
      value(json, item, element, depth - 1);
    }
  }
}
