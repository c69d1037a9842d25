package io.nephele.services.dynamodb.values;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * AWS's refusals of sets with equal elements. The older layer shows the elements as they were sent;
 * the current one shows them quoted, sorted up to the first that is there twice, then that one,
 * then the rest as they were sent.
 */
final class Duplicates {
  private Duplicates() {}

  static AwsException ofTexts(List<String> texts, boolean older) {
    if (older) {
      return error(show(texts, "", ", ") + " contains duplicates.");
    }
    return error(show(ordered(texts, Utf8::compare), "\"", ", ") + " contains duplicates.");
  }

  static AwsException ofNumbers(boolean older) {
    return older
        ? Validation.error("Input collection contains duplicates")
        : Validation.parameters("Input collection contains duplicates.");
  }

  static AwsException ofBytes(List<Bytes> runs, boolean older) {
    List<Bytes> shown = older ? runs : ordered(runs, ValueSets::compare);
    List<String> texts = new ArrayList<>(shown.size());
    for (Bytes run : shown) {
      texts.add(Base64.getEncoder().encodeToString(run.toArray()));
    }
    String list = older ? show(texts, "", ", ") : show(texts, "\"", ",");
    return error(list + "of type BS contains duplicates.");
  }

  private static AwsException error(String collection) {
    return Validation.parameters("Input collection " + collection);
  }

  private static <T> List<T> ordered(List<T> elements, Comparator<T> order) {
    TreeSet<T> seen = new TreeSet<>(order);
    int next = 0;
    while (next < elements.size() && seen.add(elements.get(next))) {
      next++;
    }
    List<T> ordered = new ArrayList<>(seen);
    ordered.addAll(elements.subList(next, elements.size()));
    return ordered;
  }

  private static String show(List<String> texts, String quote, String separator) {
    StringBuilder shown = new StringBuilder("[");
    for (String text : texts) {
      shown.append(shown.length() > 1 ? separator : "").append(quote).append(text).append(quote);
    }
    return shown.append(']').toString();
  }
}
