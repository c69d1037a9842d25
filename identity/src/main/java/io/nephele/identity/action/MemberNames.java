package io.nephele.identity.action;

import io.nephele.model.ShapeType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the members of a request that tell a variable of an ARN pattern, by their names. For the
 * variable {@code QueueName} of the type {@code queue} these are {@code QueueName}, {@code Queue},
 * {@code QueueId}, {@code QueueArn} and so on, in the singular and the plural, and with {@code
 * Source} or {@code Target} before them. If there are none, members whose names are the end of the
 * type's ({@code WindowId} for a maintenance window) or end in it; then what just says {@code Name}
 * or {@code Id}, if the type is what the operation is about. Members in structures count only if
 * none is nearer to the top. An id is not told by what is called a name.
 */
final class MemberNames {
  private static final List<String> SUFFIXES =
      List.of("identifier", "name", "arn", "uuid", "id", "number");
  private static final Set<String> GENERIC =
      Set.of(
          "id",
          "resourceid",
          "resourcename",
          "name",
          "identifier",
          "uuid",
          "arn",
          "opaqueid",
          "token");
  private static final List<String> WEAK =
      List.of(
          "arn",
          "arns",
          "id",
          "ids",
          "identifier",
          "identifiers",
          "name",
          "names",
          "uuid",
          "resourceid",
          "resourcename",
          "resourcearn");
  private static final List<String> WEAK_IDS =
      WEAK.stream().filter(name -> !name.contains("name")).toList();
  private static final List<String> ANY =
      List.of("resourcearn", "resourcearns", "resource", "arn", "resourceid", "resourcename");
  private static final int SHORTEST = 3;
  private static final List<String> ENDS = List.of("source", "target");

  private final List<RequestLeaf> leaves;

  MemberNames(List<RequestLeaf> leaves) {
    this.leaves = leaves;
  }

  /** The members that tell a variable, all of which count; empty if none does. */
  List<MemberPath> of(String variable, String type, boolean primary, boolean subject) {
    Set<String> names = names(letters(variable), letters(type), primary);
    boolean id = variable.endsWith("Id") && !GENERIC.contains(letters(variable));
    if (id) {
      names.removeIf(name -> name.endsWith("name") || name.endsWith("names"));
    }
    List<MemberPath> found = nearest(names, isNumber(variable));
    String name = letters(variable);
    if (found.isEmpty() && subject && GENERIC.contains(name)) {
      found = top(List.of(name, name + "s"));
    }
    if (found.isEmpty() && primary) {
      found = ending(letters(type), stem(letters(variable)));
    }
    if (found.isEmpty() && primary && subject) {
      found = top(id ? WEAK_IDS : WEAK);
    }
    return found;
  }

  /** Members at the top whose names, without a suffix, end in the type's or are its end. */
  private List<MemberPath> ending(String type, String variable) {
    List<MemberPath> found = new ArrayList<>();
    for (RequestLeaf leaf : leaves) {
      if (leaf.depth() > 0) {
        break;
      }
      String name = singular(leaf.name());
      String stem = stem(name);
      boolean ends =
          !stem.equals(name)
              && stem.length() >= SHORTEST
              && (type.endsWith(stem)
                  || variable.endsWith(stem)
                  || type.length() >= SHORTEST && stem.endsWith(type));
      if (ends && isText(leaf, false) && !isForeign(leaf)) {
        found.add(leaf.path());
      }
    }
    return found;
  }

  // What is to be a name later on, or is another resource's, does not name this one.
  private static boolean isForeign(RequestLeaf leaf) {
    return leaf.name().startsWith("new") || leaf.name().startsWith("parent");
  }

  private static String singular(String name) {
    return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
  }

  /** Whether a member says just that it is a resource's ARN. */
  boolean anyResource() {
    return !top(ANY).isEmpty();
  }

  /** The one member that names a resource, if it says just that it is a resource's ARN; or null. */
  MemberPath onlyResource() {
    MemberPath found = null;
    for (RequestLeaf leaf : leaves) {
      if (leaf.depth() == 0 && isText(leaf, false)) {
        boolean any = ANY.contains(leaf.name());
        String name = singular(leaf.name());
        if (any && found == null) {
          found = leaf.path();
        } else if (any || !stem(name).equals(name)) {
          return null;
        }
      }
    }
    return found;
  }

  /** The members that may hold whole ARNs. */
  List<MemberPath> arns() {
    List<MemberPath> found = new ArrayList<>();
    for (RequestLeaf leaf : leaves) {
      boolean named =
          leaf.name().contains("arn")
              || leaf.depth() == 0
                  && (leaf.name().startsWith("resource")
                      || leaf.name().endsWith("id")
                      || leaf.name().endsWith("ids")
                      || leaf.name().endsWith("identifier")
                      || leaf.name().endsWith("name"));
      if (named && isText(leaf, false) && leaf.depth() <= 2) {
        found.add(leaf.path());
      }
    }
    return found;
  }

  private List<MemberPath> nearest(Set<String> names, boolean number) {
    List<MemberPath> found = new ArrayList<>();
    int depth = Integer.MAX_VALUE;
    for (RequestLeaf leaf : leaves) {
      if (leaf.depth() > depth) {
        break;
      }
      if (names.contains(leaf.name()) && isText(leaf, number)) {
        depth = leaf.depth();
        found.add(leaf.path());
      }
    }
    return found;
  }

  private List<MemberPath> top(List<String> names) {
    List<MemberPath> found = new ArrayList<>();
    for (RequestLeaf leaf : leaves) {
      if (leaf.depth() == 0 && names.contains(leaf.name()) && isText(leaf, false)) {
        found.add(leaf.path());
      }
    }
    return found;
  }

  private static boolean isText(RequestLeaf leaf, boolean number) {
    ShapeType type = leaf.path().end().type();
    if (type == ShapeType.LIST) {
      type = leaf.path().end().listMember().target().type();
    }
    return type == ShapeType.STRING
        || type == ShapeType.ENUM
        || number && (type == ShapeType.INTEGER || type == ShapeType.LONG);
  }

  private static Set<String> names(String variable, String type, boolean primary) {
    Set<String> names = new LinkedHashSet<>();
    if (GENERIC.contains(variable)) {
      forms(names, type);
    } else {
      add(names, variable);
      forms(names, stem(variable));
      if (primary) {
        forms(names, type);
      }
    }
    if (primary) {
      for (String name : List.copyOf(names)) {
        for (String end : ENDS) {
          names.add(end + name);
        }
      }
    }
    return names;
  }

  private static void forms(Set<String> names, String base) {
    add(names, base);
    for (String suffix : SUFFIXES) {
      add(names, base + suffix);
    }
  }

  private static void add(Set<String> names, String name) {
    names.add(name);
    names.add(name + "s");
    names.add(name + "list");
    if (name.endsWith("y")) {
      names.add(name.substring(0, name.length() - 1) + "ies");
    }
  }

  private static String stem(String variable) {
    String name =
        variable.endsWith("withpath")
            ? variable.substring(0, variable.length() - "withpath".length())
            : variable;
    for (String suffix : SUFFIXES) {
      if (name.endsWith(suffix) && name.length() > suffix.length()) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }

  private static boolean isNumber(String variable) {
    return variable.contains("Version")
        || variable.contains("Revision")
        || variable.contains("Number");
  }

  /** The letters and digits of a name, in lower case. */
  static String letters(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      if (Character.isLetterOrDigit(name.charAt(i))) {
        letters.append(name.charAt(i));
      }
    }
    return letters.toString().toLowerCase(Locale.ROOT);
  }
}
