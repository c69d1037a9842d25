package io.nephele.core.trail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.model.Document;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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

  /** Members that AWS does not show at all. */
  private static final Set<String> LEFT_OUT =
      Set.of("SecretAccessKey", "Password", "NewPassword", "OldPassword", "WebIdentityToken");

  /** Secrets that not every model marks as such. */
  private static final Set<String> SECRET =
      Set.of("SessionToken", "SAMLAssertion", "SecretString", "ServiceSpecificCredentialSecret");

  private final boolean bucketNames;
  private int left = MOST;

  private ParametersJson(boolean bucketNames) {
    this.bucketNames = bucketNames;
  }

  /**
   * Writes the value of a field that has been begun; null where there is nothing to tell.
   *
   * @param only the names of the members that are shown, or null for all
   * @param host what S3 shows beside the members of a request, or null
   */
  static void write(
      JsonGenerator json, JsonFactory factory, Struct struct, Set<String> only, String host)
      throws IOException {
    boolean s3 = struct.shape().service().name().equals("s3");
    ParametersJson parameters = new ParametersJson(s3);
    StringWriter text = new StringWriter(256);
    boolean any;
    try (JsonGenerator part = factory.createGenerator(text)) {
      part.writeStartObject();
      any = parameters.members(part, struct, only, DEPTH);
      if (s3 && host != null) {
        part.writeStringField("Host", host);
        any = true;
      }
      part.writeEndObject();
    }
    if (parameters.left < 0) {
      json.writeStartObject();
      json.writeBooleanField("omitted", true);
      json.writeStringField("reason", "The content is larger than 100 KB.");
      json.writeEndObject();
    } else if (any) {
      json.writeRawValue(text.toString());
    } else {
      json.writeNull();
    }
  }

  private boolean members(JsonGenerator json, Struct struct, Set<String> only, int depth)
      throws IOException {
    boolean any = false;
    List<Member> members = struct.shape().members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Object value = struct.get(i);
      if (value == null
          || !isShown(value)
          || LEFT_OUT.contains(member.name())
          || only != null && !only.contains(member.name())) {
        continue;
      }
      json.writeFieldName(name(member.name()));
      left -= member.name().length();
      any = true;
      if (member.sensitive() || SECRET.contains(member.name())) {
        json.writeString(HIDDEN);
      } else {
        value(json, member, value, depth);
      }
    }
    return any;
  }

  private String name(String member) {
    if (bucketNames && member.equals("Bucket")) {
      return "bucketName";
    }
    char first = member.charAt(0);
    return first >= 'A' && first <= 'Z' ? (char) (first + 'a' - 'A') + member.substring(1) : member;
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
    if (left < 0 || depth == 0 || !isShown(value)) {
      json.writeNull();
      return;
    }
    if (value instanceof String text) {
      left -= text.length();
      if (left < 0) {
        json.writeNull();
      } else {
        json.writeString(text);
      }
    } else if (value instanceof Number number) {
      left -= 8;
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
      if (left < 0) {
        break;
      }
      left -= 2;
      if (element == null) {
        json.writeNull();
      } else if (item.sensitive()) {
        json.writeString(HIDDEN);
      } else {
        value(json, item, element, depth - 1);
      }
    }
    json.writeEndArray();
  }

  private void map(JsonGenerator json, Member item, Map<?, ?> entries, int depth)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (left < 0) {
        break;
      }
      String key = entry.getKey().toString();
      left -= key.length();
      json.writeFieldName(key);
      if (entry.getValue() == null) {
        json.writeNull();
      } else if (item.sensitive()) {
        json.writeString(HIDDEN);
      } else {
        value(json, item, entry.getValue(), depth - 1);
      }
    }
    json.writeEndObject();
  }
}
