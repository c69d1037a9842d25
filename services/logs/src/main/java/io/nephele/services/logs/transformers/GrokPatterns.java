package io.nephele.services.logs.transformers;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.nephele.api.logs.Grok;
import io.nephele.core.text.TabSeparated;
import io.nephele.services.logs.state.LogsErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Grok: regular expressions that are put together of named ones. */
final class GrokPatterns {
  private static final int DEEPEST = 10;
  private static final int LONGEST = 100_000;

  /** {@code %{NAME}}, {@code %{NAME:field}}. */
  private static final Pattern REFERENCE =
      Pattern.compile("%\\{([A-Z0-9_]+)(?::([A-Za-z0-9_@.\\-\\[\\]]+))?\\}");

  private final Map<String, String> known = new HashMap<>();
  private final List<String> fields = new ArrayList<>();

  private GrokPatterns() {
    for (String[] row : TabSeparated.rows(GrokPatterns.class, "grok.tsv", 2)) {
      known.put(row[0], row[1]);
    }
  }

  static Processing parser(Grok config) {
    GrokPatterns patterns = new GrokPatterns();
    Pattern pattern;
    try {
      pattern = Pattern.compile(patterns.expand(config.match(), 0));
    } catch (PatternSyntaxException e) {
      throw LogsErrors.invalid("Invalid grok pattern: " + config.match());
    }
    if (patterns.fields.isEmpty()) {
      throw LogsErrors.invalid("A grok pattern must name a field: " + config.match());
    }
    List<String> fields = List.copyOf(patterns.fields);
    return event -> {
      Matcher matcher = pattern.matcher(event.text(config.source()));
      if (!matcher.find()) {
        throw new UntransformableException("does not match");
      }
      Map<String, Object> found = new LinkedHashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        String value = matcher.group("f" + i);
        if (value != null) {
          found.putIfAbsent(fields.get(i), value);
        }
      }
      found.forEach((field, value) -> event.put(field, value, true));
    };
  }

  /** The regular expression of a pattern; its named groups are the fields in their order. */
  private String expand(String pattern, int depth) {
    if (depth > DEEPEST) {
      throw LogsErrors.invalid("Invalid grok pattern: it refers to itself.");
    }
    Matcher matcher = REFERENCE.matcher(pattern);
    StringBuilder expanded = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      String inner = known.get(matcher.group(1));
      if (inner == null) {
        throw LogsErrors.invalid("Unknown grok pattern: " + matcher.group(1));
      }
      expanded.append(pattern, from, matcher.start());
      if (matcher.group(2) == null) {
        expanded.append("(?:").append(expand(inner, depth + 1)).append(')');
      } else {
        expanded.append("(?P<f").append(fields.size()).append('>');
        fields.add(matcher.group(2));
        expanded.append(expand(inner, depth + 1)).append(')');
      }
      from = matcher.end();
      if (expanded.length() > LONGEST) {
        throw LogsErrors.invalid("Invalid grok pattern: it is too long.");
      }
    }
    return expanded.append(pattern, from, pattern.length()).toString();
  }
}
