package io.nephele.wire.rest;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a REST operation: fixed segments and labels, the last or a middle one of which may
 * span several segments.
 */
final class UriTemplate {
  private record Segment(String text, boolean label, boolean greedy) {}

  private final List<Segment> segments;
  private final int greedyIndex;

  private UriTemplate(List<Segment> segments) {
    this.segments = List.copyOf(segments);
    int greedy = -1;
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).greedy()) {
        greedy = i;
      }
    }
    this.greedyIndex = greedy;
  }

  /** Reads a template such as <code>/{Bucket}/{Key+}?acl</code>; its query does not matter here. */
  static UriTemplate of(String uri) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    List<Segment> segments = new ArrayList<>();
    for (String part : path.substring(1).split("/", -1)) {
      if (part.startsWith("{") && part.endsWith("+}")) {
        segments.add(new Segment(part.substring(1, part.length() - 2), true, true));
      } else if (part.startsWith("{")) {
        segments.add(new Segment(part.substring(1, part.length() - 1), true, false));
      } else {
        segments.add(new Segment(part, false, false));
      }
    }
    return new UriTemplate(segments);
  }

  /** Takes a label's name and the part of the path that is in its place, still percent-encoded. */
  @FunctionalInterface
  interface LabelConsumer {
    void accept(String name, String value);
  }

  /**
   * Cuts a path, still percent-encoded, into the labels' values. What lies under fixed segments is
   * not compared: the router did.
   */
  void labels(String path, LabelConsumer labels) {
    String[] parts = path.substring(Math.min(1, path.length())).split("/", -1);
    int extra = parts.length - segments.size();
    int next = 0;
    for (int i = 0; i < segments.size() && next < parts.length; i++) {
      Segment segment = segments.get(i);
      int end = i == greedyIndex && extra > 0 ? next + extra + 1 : next + 1;
      if (segment.label()) {
        labels.accept(segment.text(), end == next + 1 ? parts[next] : join(parts, next, end));
      }
      next = end;
    }
  }

  private static String join(String[] parts, int start, int end) {
    StringBuilder joined = new StringBuilder();
    for (int i = start; i < end; i++) {
      joined.append(i == start ? "" : "/").append(parts[i]);
    }
    return joined.toString();
  }
}
