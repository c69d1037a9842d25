package io.nephele.identity.action;

import io.nephele.identity.action.ServiceRules.Rule;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the values of the condition keys of one action on one type of resource are. A key that the
 * Service Authorization Reference does not name for them has none. A key's values are those of the
 * expression that a rule gives, else of the member with the key's name (or the header or query
 * parameter of that name), else what the called service says. Found when a policy first asks for a
 * key of the service's own.
 */
final class KeySources {
  /**
   * A key with a variable part, such as {@code kms:EncryptionContext:${Key}}; the maps in which the
   * variable part is a key.
   */
  private record Family(String start, Kind kind, List<MemberPath> maps) {}

  private enum Kind {
    REQUEST_TAG,
    RESOURCE_TAG,
    OTHER
  }

  /** Keys without an expression, which only the called service may tell. */
  private static final ValueExpression NONE = ValueExpression.nothing();

  /** The keys whose values are the keys of the request's tags. */
  private static final ValueExpression TAGS = ValueExpression.nothing();

  private final Operation operation;
  private final String type;
  private final List<String> listed;
  private final List<Rule> rules;
  private final RequestTags tags;
  private final Map<String, ResourcePlan> resources;
  private volatile Map<String, ValueExpression> byName;
  private volatile List<Family> families;

  /**
   * @param type the type of resource, null where there is none
   * @param listed the keys that the reference names for the action, for its use of the type, and
   *     for the type
   * @param rules the rules of the kind {@code key} for the operation
   * @param resources of keys that are the ARN of a resource, by the key's name in lower case
   */
  KeySources(
      Operation operation,
      String type,
      List<String> listed,
      List<Rule> rules,
      RequestTags tags,
      Map<String, ResourcePlan> resources) {
    this.operation = operation;
    this.type = type;
    this.listed = listed;
    this.rules = rules;
    this.tags = tags;
    this.resources = resources;
  }

  String type() {
    return type;
  }

  RequestTags tags() {
    return tags;
  }

  /** The names of the keys, as the reference writes them. */
  List<String> listed() {
    return listed;
  }

  List<String> values(String name, RequestKeys keys) {
    Map<String, ValueExpression> sources = byName;
    if (sources == null) {
      sources = compile();
    }
    ValueExpression source = sources.get(name);
    if (source == TAGS) {
      return keys.tagKeys();
    }
    if (source != null) {
      ResourcePlan resource = resources.get(name);
      List<String> values =
          resource == null ? source.values(keys.context().request()) : arns(resource, keys);
      return values.isEmpty() ? keys.ofService(name) : values;
    }
    for (Family family : families) {
      if (name.startsWith(family.start) && name.length() > family.start.length()) {
        String rest = name.substring(family.start.length());
        return switch (family.kind) {
          case REQUEST_TAG -> keys.requestTag(rest);
          case RESOURCE_TAG -> keys.resourceTag(rest);
          case OTHER -> {
            List<String> values = entries(family.maps, rest, keys);
            yield values.isEmpty() ? keys.ofService(name) : values;
          }
        };
      }
    }
    return List.of();
  }

  private static List<String> entries(List<MemberPath> maps, String key, RequestKeys keys) {
    List<String> values = new ArrayList<>(1);
    for (MemberPath path : maps) {
      for (Object value : path.objects(keys.context().request())) {
        if (value instanceof Map<?, ?> map) {
          map.forEach(
              (name, each) -> {
                if (each instanceof String text && key.equalsIgnoreCase((String) name)) {
                  values.add(text);
                }
              });
        }
      }
    }
    return values;
  }

  private static List<String> arns(ResourcePlan resource, RequestKeys keys) {
    DistinctTexts arns = new DistinctTexts();
    resource.addNamed(keys.context(), arns);
    return arns.all();
  }

  private Map<String, ValueExpression> compile() {
    Map<String, ValueExpression> sources = new HashMap<>();
    List<Family> found = new ArrayList<>();
    List<RequestLeaf> leaves = RequestLeaf.of(operation.input());
    for (String key : listed) {
      int variable = variable(key);
      if (variable >= 0) {
        String start = key.substring(0, variable).toLowerCase(Locale.ROOT);
        found.add(new Family(start, kind(start), maps(key)));
      } else if (!key.startsWith("aws:")) {
        sources.put(key.toLowerCase(Locale.ROOT), source(key, leaves));
      }
    }
    families = List.copyOf(found);
    byName = sources;
    return sources;
  }

  private List<MemberPath> maps(String key) {
    List<MemberPath> maps = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.column(0).equals(key)) {
        for (String path : rule.column(1).split("\\|")) {
          MemberPath map = MemberPath.of(operation.input(), path);
          if (map != null) {
            maps.add(map);
          }
        }
      }
    }
    return List.copyOf(maps);
  }

  /** Where the variable part of a key begins, -1 if it has none. */
  private static int variable(String key) {
    int dollar = key.indexOf("${");
    if (dollar >= 0) {
      return dollar;
    }
    int bracket = key.indexOf('<');
    if (bracket >= 0) {
      return bracket;
    }
    String lower = key.toLowerCase(Locale.ROOT);
    int tag = lower.indexOf(":resourcetag/");
    return tag < 0 ? -1 : tag + ":resourcetag/".length();
  }

  private static Kind kind(String start) {
    if (start.contains("existingobjecttag")) {
      return Kind.OTHER; // of which only S3 knows the version that a request is about
    }
    if (start.contains("requesttag") || start.contains("req-tag") || start.contains("objecttag")) {
      return Kind.REQUEST_TAG;
    }
    return start.endsWith("tag/") ? Kind.RESOURCE_TAG : Kind.OTHER;
  }

  private ValueExpression source(String key, List<RequestLeaf> leaves) {
    for (Rule rule : rules) {
      if (rule.column(0).equalsIgnoreCase(key)) {
        if (rule.column(1).equals("@tags")) {
          return TAGS;
        }
        ValueExpression expression =
            rule.column(1).equals("-") || rule.column(1).startsWith("@")
                ? NONE
                : ValueExpression.of(operation.input(), rule.column(1));
        return expression == null ? NONE : expression;
      }
    }
    String name = key.substring(key.indexOf(':') + 1);
    String letters = MemberNames.letters(name);
    for (RequestLeaf leaf : leaves) {
      if (leaf.name().equals(letters) || leaf.full().equals(letters) || isHeader(leaf, name)) {
        return ValueExpression.of(leaf.path());
      }
    }
    return NONE;
  }

  private static boolean isHeader(RequestLeaf leaf, String name) {
    Member member = leaf.member();
    return leaf.depth() == 0
        && (name.equalsIgnoreCase(member.httpHeader())
            || name.equalsIgnoreCase(member.httpQuery()));
  }
}
