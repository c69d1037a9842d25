package io.nephele.services.lambda.invoke;

import io.nephele.core.ids.Ids;
import io.nephele.services.lambda.state.FunctionRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The value of {@code X-Amzn-Trace-Id}. Its lineage tells how often an event has come through which
 * functions, by which loops are found.
 *
 * @param root names the trace
 * @param parent or null
 * @param sampled or null
 * @param lineage counts by the beginning of a hash of the function's ARN
 */
public record TraceHeader(
    String root, String parent, String sampled, Map<String, Integer> lineage) {
  private static final int HASH_DIGITS = 8;
  private static final int MOST_LINEAGE = 32;

  /** What a header says; a new trace where it says nothing. */
  static TraceHeader parse(String header, Ids ids, long epochSecond) {
    Map<String, String> parts = new LinkedHashMap<>();
    if (header != null) {
      for (String part : header.split(";")) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parts.put(part.substring(0, equals).trim(), part.substring(equals + 1).trim());
        }
      }
    }
    Map<String, Integer> lineage = new LinkedHashMap<>();
    for (String each : parts.getOrDefault("Lineage", "").split("\\|")) {
      int colon = each.lastIndexOf(':');
      String count = each.substring(colon + 1);
      if (colon > 0 && count.matches("[0-9]{1,6}") && lineage.size() < MOST_LINEAGE) {
        lineage.put(each.substring(0, colon), Integer.parseInt(count));
      }
    }
    String root = parts.get("Root");
    return new TraceHeader(
        root == null ? "1-%08x-%s".formatted(epochSecond, ids.hex(24)) : root,
        parts.get("Parent"),
        parts.get("Sampled"),
        lineage);
  }

  /** This, with another parent. */
  TraceHeader through(String newParent, boolean traced) {
    return new TraceHeader(
        root, newParent, sampled == null ? traced ? "1" : "0" : sampled, lineage);
  }

  /** This, once more through a function. */
  TraceHeader through(FunctionRef function) {
    Map<String, Integer> counts = new LinkedHashMap<>(lineage);
    counts.merge(hash(function), 1, Integer::sum);
    return new TraceHeader(root, parent, sampled, counts);
  }

  /** How often it has been through a function. */
  int count(FunctionRef function) {
    return lineage.getOrDefault(hash(function), 0);
  }

  private static String hash(FunctionRef function) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(function.unqualifiedArn().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Root=").append(root);
    if (parent != null) {
      text.append(";Parent=").append(parent);
    }
    if (sampled != null) {
      text.append(";Sampled=").append(sampled);
    }
    String separator = ";Lineage=";
    for (Map.Entry<String, Integer> each : lineage.entrySet()) {
      text.append(separator).append(each.getKey()).append(':').append(each.getValue());
      separator = "|";
    }
    return text.toString();
  }
}
