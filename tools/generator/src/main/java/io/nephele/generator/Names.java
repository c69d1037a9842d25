package io.nephele.generator;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for names of models. */
final class Names {
  /** Methods without parameters that every view inherits. */
  static final Set<String> VIEW_METHODS =
      Set.of(
          "struct",
          "equals",
          "hashCode",
          "toString",
          "getClass",
          "notify",
          "notifyAll",
          "wait",
          "clone",
          "finalize");

  /** Methods that every error inherits. */
  static final Set<String> ERROR_METHODS =
      Set.of(
          "code",
          "queryCode",
          "status",
          "queryStatus",
          "clientFault",
          "detail",
          "getMessage",
          "getLocalizedMessage",
          "getCause",
          "initCause",
          "fillInStackTrace",
          "getStackTrace",
          "setStackTrace",
          "printStackTrace",
          "addSuppressed",
          "getSuppressed",
          "equals",
          "hashCode",
          "toString",
          "getClass",
          "notify",
          "notifyAll",
          "wait",
          "clone",
          "finalize");

  private Names() {}

  /** The package of a service: {@code io.nephele.api.cognitoidp} for {@code cognito-idp}. */
  static String packageName(String service) {
    String part = service.replaceAll("[^a-z0-9]", "");
    return "io.nephele.api." + (SourceVersion.isName(part) ? part : part + "_");
  }

  /** The name of a service's class: {@code CognitoIdp} for {@code cognito-idp}. */
  static String serviceType(String service) {
    StringBuilder name = new StringBuilder();
    for (String word : service.split("[^a-z0-9]+")) {
      name.append(capitalised(word));
    }
    return name.toString();
  }

  /** A type's name: the shape's, capitalised. */
  static String type(String shape) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < shape.length(); i++) {
      char c = shape.charAt(i);
      name.append(Character.isJavaIdentifierPart(c) ? c : '_');
    }
    String capitalised = capitalised(name.toString());
    return SourceVersion.isName(capitalised) ? capitalised : capitalised + "_";
  }

  /**
   * A method's name: the member's, its first word in lower case ({@code md5OfMessageBody}, {@code
   * vpcId}, {@code eTag}), with an underscore where a keyword or an inherited method has that name.
   */
  static String method(String member, Set<String> inherited) {
    StringBuilder legal = new StringBuilder(member.length());
    for (int i = 0; i < member.length(); i++) {
      char c = member.charAt(i);
      legal.append(Character.isJavaIdentifierPart(c) ? c : '_');
    }
    String name = lowerFirstWord(legal.toString());
    if (!Character.isJavaIdentifierStart(name.charAt(0))) {
      name = "_" + name;
    }
    return inherited.contains(name) || !SourceVersion.isName(name) ? name + "_" : name;
  }

  /**
   * A constant's name: {@code VISIBILITY_TIMEOUT} for {@code VisibilityTimeout}, {@code T2_MICRO}
   * for {@code t2.micro}.
   */
  static String constant(String value) {
    StringBuilder name = new StringBuilder(value.length() + 4);
    String text = value.replace("IPv", "Ipv");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAsciiLetterOrDigit(c)) {
        separate(name);
        continue;
      }
      if (i > 0 && Character.isUpperCase(c) && startsWord(text, i)) {
        separate(name);
      }
      name.append(Character.toUpperCase(c));
    }
    int end = name.length();
    while (end > 0 && name.charAt(end - 1) == '_') {
      end--;
    }
    name.setLength(end);
    if (end == 0) {
      return value.isEmpty() ? "EMPTY" : describe(value);
    }
    return Character.isDigit(name.charAt(0)) ? "_" + name : name.toString();
  }

  /**
   * That name, with as many underscores as make it different from all taken, ignoring case; it is
   * taken then.
   */
  static String unique(String name, Set<String> takenInLowerCase) {
    String candidate = name;
    while (!takenInLowerCase.add(candidate.toLowerCase(Locale.ROOT))) {
      candidate += "_";
    }
    return candidate;
  }

  static String capitalised(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String lowerFirstWord(String name) {
    if (name.startsWith("IPv")) {
      return "ipv" + name.substring(3);
    }
    int run = 0;
    while (run < name.length() && Character.isUpperCase(name.charAt(run))) {
      run++;
    }
    boolean wordFollows = run < name.length() && Character.isLowerCase(name.charAt(run));
    if (run > 1 && wordFollows && !isPluralEnding(name, run)) {
      run--; // The last capital begins the next word.
    }
    return name.substring(0, run).toLowerCase(Locale.ROOT) + name.substring(run);
  }

  /** Whether an {@code s} after capitals only makes them plural, as in {@code ARNs}. */
  private static boolean isPluralEnding(String name, int at) {
    return name.charAt(at) == 's'
        && (at + 1 == name.length() || Character.isUpperCase(name.charAt(at + 1)));
  }

  private static boolean startsWord(String text, int at) {
    char before = text.charAt(at - 1);
    if (Character.isLowerCase(before) || Character.isDigit(before) && hasLowerCase(text)) {
      return true;
    }
    return Character.isUpperCase(before)
        && at + 1 < text.length()
        && Character.isLowerCase(text.charAt(at + 1))
        && !isPluralEnding(text, at + 1);
  }

  private static boolean hasLowerCase(String text) {
    return text.chars().anyMatch(Character::isLowerCase);
  }

  private static void separate(StringBuilder name) {
    if (!name.isEmpty() && name.charAt(name.length() - 1) != '_') {
      name.append('_');
    }
  }

  /**
   * The Unicode names of signs, for values without letters and digits: {@code GREATER_THAN_SIGN}.
   */
  private static String describe(String value) {
    StringBuilder name = new StringBuilder();
    value
        .codePoints()
        .forEach(
            sign -> {
              separate(name);
              name.append(Character.getName(sign).replaceAll("[^A-Z0-9]+", "_"));
            });
    return name.toString();
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
