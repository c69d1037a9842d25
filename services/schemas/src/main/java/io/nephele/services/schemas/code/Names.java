package io.nephele.services.schemas.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names as languages write them. */
final class Names {
  private Names() {}

  /** The packages of a schema's code, outermost first: {@code schema} and the parts of its name. */
  static List<String> packages(String schema) {
    List<String> packages = new ArrayList<>();
    packages.add("schema");
    for (String part : schema.split("[.@/]")) {
      String plain = plain(part).toLowerCase(Locale.ROOT);
      if (!plain.isEmpty()) {
        packages.add(Character.isDigit(plain.charAt(0)) ? "_" + plain : plain);
      }
    }
    return packages;
  }

  /** Letters, digits and underscores; anything else is an underscore. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c < 128 && Character.isLetterOrDigit(c) ? c : '_');
    }
    return plain.toString();
  }

  /** The words of a name, which other characters and changes from small to capital letters part. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = c < 128 && Character.isLetterOrDigit(c);
      boolean begins =
          fits
              && Character.isUpperCase(c)
              && i > 0
              && (Character.isLowerCase(text.charAt(i - 1))
                  || Character.isDigit(text.charAt(i - 1)));
      if (!word.isEmpty() && (!fits || begins)) {
        words.add(word.toString());
        word.setLength(0);
      }
      if (fits) {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** With a capital at the beginning of each word. */
  static String ofClass(String text) {
    StringBuilder name = new StringBuilder();
    for (String word : words(text)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return safe(name.toString(), "Object");
  }

  /** As {@link #ofClass} with a small letter first. */
  static String camel(String text) {
    String name = ofClass(text);
    int capitals = 0;
    while (capitals < name.length() && Character.isUpperCase(name.charAt(capitals))) {
      capitals++;
    }
    int small = Math.max(1, capitals == name.length() ? capitals : capitals - 1);
    return name.substring(0, small).toLowerCase(Locale.ROOT) + name.substring(small);
  }

  /** In small letters with underscores between. */
  static String snake(String text) {
    return safe(String.join("_", words(text)).toLowerCase(Locale.ROOT), "value");
  }

  private static String safe(String name, String otherwise) {
    if (name.isEmpty()) {
      return otherwise;
    }
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }
}
