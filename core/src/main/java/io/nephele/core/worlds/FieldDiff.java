package io.nephele.core.worlds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds the fields in which two trees of {@link RowTree} differ. */
final class FieldDiff {
  /** Pairs of list elements up to which lists are aligned rather than compared place by place. */
  private static final long MAX_PAIRS = 250_000;

  private final List<FieldChange> changes = new ArrayList<>();

  private FieldDiff() {}

  /** The fields in which the trees differ; a whole tree that is no map is a field named value. */
  static List<FieldChange> between(Object before, Object after) {
    FieldDiff diff = new FieldDiff();
    diff.compare("", before, after);
    return diff.changes;
  }

  private void compare(String path, Object before, Object after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> a && after instanceof Map<?, ?> b) {
      compareMaps(path, a, b);
    } else if (before instanceof List<?> a && after instanceof List<?> b) {
      compareLists(path, a, b);
    } else {
      changes.add(new FieldChange(path.isEmpty() ? "value" : path, before, after));
    }
  }

  private void compareMaps(String path, Map<?, ?> before, Map<?, ?> after) {
    before.forEach((name, value) -> compare(child(path, name), value, after.get(name)));
    after.forEach(
        (name, value) -> {
          if (!before.containsKey(name)) {
            compare(child(path, name), null, value);
          }
        });
  }

  /**
   * Elements that are alike are found first; what lies between them is compared place by place, and
   * what is left over is only in one of the lists.
   */
  private void compareLists(String path, List<?> before, List<?> after) {
    int start = 0;
    int endBefore = before.size();
    int endAfter = after.size();
    while (start < Math.min(endBefore, endAfter)
        && Objects.equals(before.get(start), after.get(start))) {
      start++;
    }
    while (endBefore > start
        && endAfter > start
        && Objects.equals(before.get(endBefore - 1), after.get(endAfter - 1))) {
      endBefore--;
      endAfter--;
    }
    if ((long) (endBefore - start) * (endAfter - start) > MAX_PAIRS) {
      compareStretch(path, before, start, endBefore, after, start, endAfter);
      return;
    }
    int[][] alike = alike(before, start, endBefore, after, start, endAfter);
    int i = start;
    int j = start;
    int fromBefore = start;
    int fromAfter = start;
    while (i < endBefore && j < endAfter) {
      if (Objects.equals(before.get(i), after.get(j))) {
        compareStretch(path, before, fromBefore, i, after, fromAfter, j);
        fromBefore = ++i;
        fromAfter = ++j;
      } else if (alike[i - start + 1][j - start] >= alike[i - start][j - start + 1]) {
        i++;
      } else {
        j++;
      }
    }
    compareStretch(path, before, fromBefore, endBefore, after, fromAfter, endAfter);
  }

  /** The length of the longest common subsequence of the rests of both lists from each place on. */
  private static int[][] alike(
      List<?> before, int fromBefore, int endBefore, List<?> after, int fromAfter, int endAfter) {
    int[][] lengths = new int[endBefore - fromBefore + 1][endAfter - fromAfter + 1];
    for (int i = endBefore - fromBefore - 1; i >= 0; i--) {
      for (int j = endAfter - fromAfter - 1; j >= 0; j--) {
        lengths[i][j] =
            Objects.equals(before.get(fromBefore + i), after.get(fromAfter + j))
                ? lengths[i + 1][j + 1] + 1
                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    return lengths;
  }

  private void compareStretch(
      String path,
      List<?> before,
      int fromBefore,
      int endBefore,
      List<?> after,
      int fromAfter,
      int endAfter) {
    int i = fromBefore;
    int j = fromAfter;
    while (i < endBefore && j < endAfter) {
      compare(element(path, j), before.get(i++), after.get(j++));
    }
    for (; i < endBefore; i++) {
      changes.add(new FieldChange(element(path, i), before.get(i), null));
    }
    for (; j < endAfter; j++) {
      changes.add(new FieldChange(element(path, j), null, after.get(j)));
    }
  }

  private static String element(String path, int index) {
    return path + "[" + index + "]";
  }

  private static String child(String path, Object name) {
    String text = (String) name;
    if (!isPlain(text)) {
      return path + "[" + DiffValues.quoted(text) + "]";
    }
    return path.isEmpty() ? text : path + "." + text;
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != ':' && c != '/') {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
