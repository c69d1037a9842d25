package io.nephele.services.dynamodb.values;

import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.Value.BS;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.NS;
import io.nephele.services.dynamodb.values.Value.SS;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sets of values: kept sorted, so that equal sets are equal lists and are merged in one pass. */
public final class ValueSets {
  private static final Comparator<String> TEXTS = Utf8::compare;
  private static final Comparator<N> NUMBERS = Comparator.naturalOrder();
  private static final Comparator<Bytes> BYTES = ValueSets::compare;

  private ValueSets() {}

  /** A set of those texts; null if two of them are equal. */
  public static SS texts(List<String> values) {
    List<String> sorted = sorted(values, TEXTS);
    return sorted == null ? null : new SS(sorted);
  }

  /** A set of those numbers; null if two of them are equal. */
  public static NS numbers(List<N> values) {
    List<N> sorted = sorted(values, NUMBERS);
    return sorted == null ? null : new NS(sorted);
  }

  /** A set of those runs of bytes; null if two of them are equal. */
  public static BS bytes(List<Bytes> values) {
    List<Bytes> sorted = sorted(values, BYTES);
    return sorted == null ? null : new BS(sorted);
  }

  /** Whether the value is a set. */
  public static boolean isSet(Value value) {
    return value instanceof SS || value instanceof NS || value instanceof BS;
  }

  /** All elements of two sets of the same type. */
  public static Value union(Value a, Value b) {
    return switch (a) {
      case SS set -> new SS(union(set.values(), ((SS) b).values(), TEXTS));
      case NS set -> new NS(union(set.values(), ((NS) b).values(), NUMBERS));
      case BS set -> new BS(union(set.values(), ((BS) b).values(), BYTES));
      default -> throw new IllegalArgumentException(a.type() + " is not a set");
    };
  }

  /** The elements of a set without those of another of the same type; null if none is left. */
  public static Value difference(Value a, Value b) {
    return switch (a) {
      case SS set -> {
        List<String> left = difference(set.values(), ((SS) b).values(), TEXTS);
        yield left.isEmpty() ? null : new SS(left);
      }
      case NS set -> {
        List<N> left = difference(set.values(), ((NS) b).values(), NUMBERS);
        yield left.isEmpty() ? null : new NS(left);
      }
      case BS set -> {
        List<Bytes> left = difference(set.values(), ((BS) b).values(), BYTES);
        yield left.isEmpty() ? null : new BS(left);
      }
      default -> throw new IllegalArgumentException(a.type() + " is not a set");
    };
  }

  /** The order of two runs of bytes, unsigned. */
  public static int compare(Bytes a, Bytes b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      int difference = (a.at(i) & 0xFF) - (b.at(i) & 0xFF);
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static <T> List<T> sorted(List<T> values, Comparator<T> order) {
    List<T> sorted = new ArrayList<>(values);
    sorted.sort(order);
    for (int i = 1; i < sorted.size(); i++) {
      if (order.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        return null;
      }
    }
    return sorted;
  }

  private static <T> List<T> union(List<T> a, List<T> b, Comparator<T> order) {
    List<T> all = new ArrayList<>(a.size() + b.size());
    int i = 0;
    int j = 0;
    while (i < a.size() && j < b.size()) {
      int difference = order.compare(a.get(i), b.get(j));
      all.add(difference <= 0 ? a.get(i) : b.get(j));
      i += difference <= 0 ? 1 : 0;
      j += difference >= 0 ? 1 : 0;
    }
    all.addAll(a.subList(i, a.size()));
    all.addAll(b.subList(j, b.size()));
    return all;
  }

  private static <T> List<T> difference(List<T> a, List<T> b, Comparator<T> order) {
    List<T> left = new ArrayList<>(a.size());
    int j = 0;
    for (T element : a) {
      while (j < b.size() && order.compare(b.get(j), element) < 0) {
        j++;
      }
      if (j == b.size() || order.compare(b.get(j), element) != 0) {
        left.add(element);
      }
    }
    return left;
  }
}
