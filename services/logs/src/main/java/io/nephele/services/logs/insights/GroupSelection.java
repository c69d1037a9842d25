package io.nephele.services.logs.insights;

import io.nephele.services.logs.state.Group;
import java.util.ArrayList;
import java.util.List;

/**
 * The groups that a query names itself, by {@code SOURCE logGroups(...)}.
 *
 * @param prefixes what their names may begin with; empty for anything
 * @param kind their class, or null for any
 */
record GroupSelection(List<String> prefixes, String kind) {

  boolean takes(Group group) {
    boolean named = prefixes.isEmpty();
    for (String prefix : prefixes) {
      named |= group.name().startsWith(prefix);
    }
    return named && (kind == null || kind.equals(group.kind()));
  }

  /** Reads what follows the word SOURCE. */
  static GroupSelection read(TokenReader from) {
    Token name = from.next();
    if (!name.isWord("logGroups")) {
      throw Malformed.at("unexpected symbol found " + name.text() + ", not logGroups", name);
    }
    from.requireSign("(");
    List<String> prefixes = new ArrayList<>();
    String kind = null;
    while (!from.takeSign(")")) {
      Token argument = from.next();
      from.requireSign(":");
      if (argument.isWord("namePrefix")) {
        prefixes.addAll(texts(from));
      } else if (argument.isWord("class")) {
        List<String> kinds = texts(from);
        kind = kinds.getFirst();
        if (kinds.size() > 1
            || !kind.equals(Group.STANDARD) && !kind.equals(Group.INFREQUENT_ACCESS)) {
          throw Malformed.at("class must be STANDARD or INFREQUENT_ACCESS", argument);
        }
      } else {
        throw Malformed.at(
            "Nephele does not support the argument " + argument.text() + " of logGroups", argument);
      }
      from.takeSign(",");
    }
    if (prefixes.size() > 5) {
      throw Malformed.at("logGroups takes up to five prefixes", name);
    }
    return new GroupSelection(prefixes, kind);
  }

  /** One text, or several in brackets. */
  private static List<String> texts(TokenReader from) {
    List<String> texts = new ArrayList<>();
    boolean several = from.takeSign("[");
    do {
      Token text = from.next();
      if (text.kind() != Token.Kind.STRING) {
        throw Malformed.at("unexpected symbol found " + text.text() + ", not a text", text);
      }
      texts.add(text.text());
    } while (several && from.takeSign(","));
    if (several) {
      from.requireSign("]");
    }
    return texts;
  }
}
