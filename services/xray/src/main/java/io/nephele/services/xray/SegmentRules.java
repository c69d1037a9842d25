package io.nephele.services.xray;

import io.nephele.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What X-Ray asks of a document before it takes it. */
final class SegmentRules {
  private static final int MOST_BYTES = 64 * 1024;
  private static final Pattern TRACE_ID = Pattern.compile("1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}");
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{16}");
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}\\p{Z}_.:/%&#=+\\\\\\-@]{1,200}");

  private SegmentRules() {}

  /** A document that X-Ray takes. */
  record Accepted(
      String id,
      String traceId,
      double start,
      Double end,
      boolean subsegment,
      boolean inProgress,
      String document) {}

  /** A document that X-Ray does not take. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final String id;
    private final String code;

    Refusal(String id, String code) {
      super(code, null, false, false);
      this.id = id;
      this.code = code;
    }

    /** The segment's id, or null if the document does not tell it. */
    String id() {
      return id;
    }

    String code() {
      return code;
    }
  }

  static boolean isTraceId(String text) {
    return TRACE_ID.matcher(text).matches();
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Trace ids and ids of segments are compared in lower case. */
  static String canonical(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  static Accepted check(String document) throws Refusal {
    if (document.length() > MOST_BYTES
        || document.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new Refusal(null, "SegmentTooLarge");
    }
    Object parsed = JsonText.parse(document);
    if (parsed == JsonText.MALFORMED) {
      throw new Refusal(null, "ParseError");
    }
    String id = Fields.text(parsed, "id");
    if (id == null || !(parsed instanceof Map<?, ?>)) {
      throw new Refusal(null, "MissingId");
    }
    require(ID.matcher(id).matches(), id, "InvalidId");
    String traceId = Fields.text(parsed, "trace_id");
    require(traceId != null, id, "MissingTraceId");
    require(isTraceId(traceId), id, "InvalidTraceId");
    String name = Fields.text(parsed, "name");
    require(name != null, id, "MissingName");
    require(NAME.matcher(name).matches(), id, "InvalidName");
    boolean subsegment = "subsegment".equals(Fields.text(parsed, "type"));
    String parent = Fields.text(parsed, "parent_id");
    require(parent != null || !subsegment, id, "MissingParentId");
    require(parent == null || ID.matcher(parent).matches(), id, "InvalidParentId");
    Double start = time(parsed, "start_time", id, "InvalidStartTime");
    require(start != null, id, "MissingStartTime");
    Double end = time(parsed, "end_time", id, "InvalidEndTime");
    boolean inProgress = Fields.flag(parsed, "in_progress");
    require(end != null || inProgress, id, "MissingEndTime");
    return new Accepted(
        canonical(id), canonical(traceId), start, end, subsegment, end == null, document);
  }

  private static Double time(Object parsed, String field, String id, String code) throws Refusal {
    if (Fields.at(parsed, field) == null) {
      return null;
    }
    Double seconds = Fields.number(parsed, field);
    // Times in milliseconds, which are beyond the year 9999 as seconds, are no times.
    require(seconds != null && seconds >= 0 && seconds < 253_402_300_800.0, id, code);
    return seconds;
  }

  private static void require(boolean holds, String id, String code) throws Refusal {
    if (!holds) {
      throw new Refusal(id, code);
    }
  }
}
