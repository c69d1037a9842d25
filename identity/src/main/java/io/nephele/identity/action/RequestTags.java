package io.nephele.identity.action;

import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tags in the requests of an operation: a list of keys and values, a map, a list of just keys
 * (of tags to take away), tags in a header, or EC2's specifications, which say what type of
 * resource they are for.
 */
final class RequestTags {
  /** For operations whose requests have no tags. */
  static final RequestTags NONE = new RequestTags(null, Form.NONE);

  private enum Form {
    NONE,
    PAIRS,
    MAP,
    KEYS,
    HEADER,
    SPECIFICATIONS
  }

  private static final List<String> READING =
      List.of("Get", "List", "Describe", "Search", "BatchGet", "Lookup");
  private static final int DEEPEST = 2;

  private final MemberPath path;
  private final Form form;

  private RequestTags(MemberPath path, Form form) {
    this.path = path;
    this.form = form;
  }

  /**
   * The tags of an operation's requests.
   *
   * @param rule the path that a rule gives, {@code -} for none, null if there is no rule
   */
  static RequestTags of(Operation operation, String rule) {
    if (rule == null) {
      for (String verb : READING) {
        if (operation.name().startsWith(verb)) {
          return NONE;
        }
      }
      RequestTags found = find(operation.input(), null, 0);
      return found == null ? NONE : found;
    }
    MemberPath path = rule.equals("-") ? null : MemberPath.of(operation.input(), rule);
    return path == null ? NONE : new RequestTags(path, form(path.end(), "tags"));
  }

  private static RequestTags find(Shape shape, MemberPath parent, int depth) {
    RequestTags nested = null;
    for (Member member : shape.members()) {
      MemberPath path = MemberPath.to(parent, member);
      String name = member.name().toLowerCase(Locale.ROOT);
      if (name.contains("tag")) {
        Form form = form(member.target(), name);
        if (form != Form.NONE && form != Form.HEADER) {
          return new RequestTags(path, form);
        }
      }
      if (nested == null
          && depth < DEEPEST
          && member.target().type() == ShapeType.STRUCTURE
          && !name.contains("filter")) {
        nested = find(member.target(), path, depth + 1);
      }
    }
    return nested;
  }

  private static Form form(Shape shape, String name) {
    return switch (shape.type()) {
      case STRING -> Form.HEADER;
      case MAP -> shape.mapValue().target().type() == ShapeType.STRING ? Form.MAP : Form.NONE;
      case LIST -> formOfList(shape.listMember().target(), name);
      default -> Form.NONE;
    };
  }

  private static Form formOfList(Shape element, String name) {
    if (element.type() == ShapeType.STRING) {
      return name.contains("key") || name.equals("tags") ? Form.KEYS : Form.NONE;
    }
    if (element.type() != ShapeType.STRUCTURE) {
      return Form.NONE;
    }
    if (name.contains("specification")) {
      return Form.SPECIFICATIONS;
    }
    return key(element) != null && value(element) != null ? Form.PAIRS : Form.NONE;
  }

  private static Member key(Shape pair) {
    return first(pair, "Key", "key", "TagKey", "tagKey");
  }

  private static Member value(Shape pair) {
    return first(pair, "Value", "value", "TagValue", "tagValue");
  }

  private static Member first(Shape shape, String... names) {
    for (String name : names) {
      if (shape.member(name) != null) {
        return shape.member(name);
      }
    }
    return null;
  }

  /** Whether a request has tags. */
  boolean present(Struct request) {
    return form != Form.NONE && path.present(request);
  }

  /** The keys of a request's tags for a type of resource. */
  List<String> keys(Struct request, String type) {
    return form == Form.NONE ? List.of() : List.copyOf(read(request, type).keySet());
  }

  /** The values of a request's tags of a name, whose case does not matter. */
  List<String> values(Struct request, String type, String key) {
    if (form == Form.NONE) {
      return List.of();
    }
    List<String> values = new ArrayList<>(1);
    read(request, type)
        .forEach(
            (name, value) -> {
              if (value != null && name.equalsIgnoreCase(key)) {
                values.add(value);
              }
            });
    return values;
  }

  /** Tags by their keys; of tags to take away, the values are null. */
  Map<String, String> read(Struct request, String type) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Object value : path.objects(request)) {
      switch (value) {
        case Collection<?> list -> list.forEach(each -> readElement(each, type, tags));
        case Map<?, ?> map ->
            map.forEach((key, each) -> tags.put((String) key, each == null ? "" : (String) each));
        case String header -> readHeader(header, tags);
        default -> {}
      }
    }
    return tags;
  }

  private void readElement(Object element, String type, Map<String, String> tags) {
    if (element instanceof String key) {
      tags.put(key, null);
    } else if (element instanceof Struct struct) {
      if (form == Form.SPECIFICATIONS) {
        if (type == null || type.equals(struct.get("ResourceType"))) {
          if (struct.get("Tags") instanceof Collection<?> list) {
            list.forEach(pair -> readPair((Struct) pair, tags));
          }
        }
      } else {
        readPair(struct, tags);
      }
    }
  }

  private static void readPair(Struct pair, Map<String, String> tags) {
    Object key = pair.get(key(pair.shape()));
    Object value = pair.get(value(pair.shape()));
    if (key != null) {
      tags.put(key.toString(), value == null ? "" : value.toString());
    }
  }

  /** S3's header of tags, which is written as the query of a URL is. */
  private static void readHeader(String header, Map<String, String> tags) {
    for (String pair : header.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      try {
        tags.put(
            URLDecoder.decode(key, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        // Not an encoded text: the service refuses the request.
        tags.put(pair, "");
      }
    }
  }

  /** Whether requests can have tags, of which not only the keys are given. */
  boolean any() {
    return form != Form.NONE && form != Form.KEYS;
  }

  /** Whether the tags are EC2's specifications. */
  boolean hasSpecifications() {
    return form == Form.SPECIFICATIONS;
  }

  /** The types of resources that EC2's specifications give tags to; empty for other forms. */
  List<String> specifiedTypes(Struct request) {
    if (form != Form.SPECIFICATIONS) {
      return List.of();
    }
    List<String> types = new ArrayList<>(1);
    for (Object value : path.objects(request)) {
      if (value instanceof Collection<?> list) {
        for (Object element : list) {
          if (element instanceof Struct specification
              && specification.get("ResourceType") instanceof String type
              && specification.get("Tags") instanceof Collection<?> tags
              && !tags.isEmpty()
              && !types.contains(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }
}
