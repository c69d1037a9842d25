package io.nephele.identity.action;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Texts in the order in which they were first added, each once. */
final class DistinctTexts {
  private static final int FEW = 8;

  private final List<String> texts = new ArrayList<>(2);
  // Made only where looking through the list would take long.
  private Set<String> known;

  void add(String text) {
    if (known == null && texts.size() >= FEW) {
      known = new HashSet<>(texts);
    }
    if (known == null ? !texts.contains(text) : known.add(text)) {
      texts.add(text);
    }
  }

  void addAll(List<String> more) {
    for (String text : more) {
      add(text);
    }
  }

  List<String> all() {
    return List.copyOf(texts);
  }

  int size() {
    return texts.size();
  }

  String get(int index) {
    return texts.get(index);
  }
}
