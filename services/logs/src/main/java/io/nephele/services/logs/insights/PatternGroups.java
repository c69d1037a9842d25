package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Groups messages by the text that they share. */
final class PatternGroups {
  private static final int MOST = 20_000;
  private static final int MOST_COMPARED = 200;
  private static final List<String> SEVERITIES =
      List.of("FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  /** How many messages there are of the words, now and in the time that is compared with. */
  private Map<List<String>, long[]> counts = new LinkedHashMap<>();

  /**
   * Messages that share their text.
   *
   * @param text with dynamic parts as {@code <Number-1>}
   * @param severity of the words in it, or NONE
   * @param count how many there are
   * @param earlier how many there are in the time that is compared with
   */
  record Found(String text, String severity, long count, long earlier) {}

  void add(String message, boolean earlier) {
    add(PatternWords.of(message), earlier ? 0 : 1, earlier ? 1 : 0);
  }

  void merge(PatternGroups other) {
    other.counts.forEach((words, more) -> add(words, more[0], more[1]));
  }

  private void add(List<String> words, long count, long earlier) {
    long[] known = counts.get(words);
    if (known == null) {
      if (counts.size() >= MOST) {
        counts = joined();
        if (counts.size() >= MOST) {
          throw new TooLargeException("pattern has more than " + MOST + " patterns");
        }
      }
      known = counts.computeIfAbsent(words, none -> new long[2]);
    }
    known[0] += count;
    known[1] += earlier;
  }

  /** The groups, the largest first. */
  List<Found> found() {
    List<Found> found = new ArrayList<>();
    joined()
        .forEach(
            (words, count) -> {
              String text = text(words);
              found.add(new Found(text, severity(text), count[0], count[1]));
            });
    found.sort((a, b) -> Long.compare(b.count + b.earlier, a.count + a.earlier));
    return found;
  }

  /** The same with those joined that differ in few words only. */
  private Map<List<String>, long[]> joined() {
    List<Map.Entry<List<String>, long[]>> all = new ArrayList<>(counts.entrySet());
    all.sort((a, b) -> Long.compare(sum(b.getValue()), sum(a.getValue())));
    Map<String, List<Map.Entry<List<String>, long[]>>> byShape = new HashMap<>();
    for (Map.Entry<List<String>, long[]> each : all) {
      List<Map.Entry<List<String>, long[]>> alike =
          byShape.computeIfAbsent(shape(each.getKey()), none -> new ArrayList<>());
      boolean placed = false;
      for (int i = 0; i < Math.min(alike.size(), MOST_COMPARED) && !placed; i++) {
        Map.Entry<List<String>, long[]> other = alike.get(i);
        List<String> common = common(other.getKey(), each.getKey());
        if (common != null) {
          long[] more = each.getValue();
          long[] sum = {other.getValue()[0] + more[0], other.getValue()[1] + more[1]};
          alike.set(i, Map.entry(common, sum));
          placed = true;
        }
      }
      if (!placed) {
        alike.add(Map.entry(each.getKey(), each.getValue().clone()));
      }
    }
    Map<List<String>, long[]> joined = new LinkedHashMap<>();
    for (List<Map.Entry<List<String>, long[]>> alike : byShape.values()) {
      for (Map.Entry<List<String>, long[]> each : alike) {
        long[] sum = joined.computeIfAbsent(each.getKey(), none -> new long[2]);
        sum[0] += each.getValue()[0];
        sum[1] += each.getValue()[1];
      }
    }
    return joined;
  }

  private static long sum(long[] counts) {
    return counts[0] + counts[1];
  }

  /** What is between the words. */
  private static String shape(List<String> words) {
    StringBuilder shape = new StringBuilder();
    for (int i = 1; i < words.size(); i += 2) {
      shape.append(words.get(i)).append(PatternWords.KIND);
    }
    return shape.append(words.size()).toString();
  }

  /** What both share, if they differ in at most a third of their words and share one; or null. */
  private static List<String> common(List<String> a, List<String> b) {
    int words = (a.size() + 1) / 2;
    int different = 0;
    boolean shared = false;
    List<String> common = new ArrayList<>(a);
    for (int i = 0; i < a.size(); i += 2) {
      String word = a.get(i);
      if (!word.equals(b.get(i))) {
        different++;
        common.set(i, PatternWords.TOKEN);
      } else if (!word.isEmpty() && word.charAt(0) != PatternWords.KIND) {
        shared = true;
      }
    }
    return shared && different * 3 <= words ? common : null;
  }

  private static String text(List<String> words) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (String word : words) {
      if (!word.isEmpty() && word.charAt(0) == PatternWords.KIND) {
        text.append('<').append(word, 1, word.length()).append('-').append(++number).append('>');
      } else {
        text.append(word);
      }
    }
    return text.toString();
  }

  private static String severity(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    for (String severity : SEVERITIES) {
      if (upper.contains(severity)) {
        return severity;
      }
    }
    return upper.contains("EXCEPTION") ? "ERROR" : "NONE";
  }
}
