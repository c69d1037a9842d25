package io.nephele.identity.action;

import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The way from a request to a value in it: names of members with points between them, for example
 * {@code LaunchTemplate.LaunchTemplateId}. Lists are gone through without being named, and of maps
 * the values; {@code #keys} at the end asks for a map's keys instead. Names ignore case.
 */
final class MemberPath {
  private static final String KEYS = "#keys";

  private final int[] indexes;
  private final boolean keys;
  private final Shape end;

  private MemberPath(int[] indexes, boolean keys, Shape end) {
    this.indexes = indexes;
    this.keys = keys;
    this.end = end;
  }

  /** The path of that text from a structure, or null if the structure has no such members. */
  static MemberPath of(Shape from, String text) {
    boolean keys = text.endsWith(KEYS);
    String[] names =
        (keys ? text.substring(0, text.length() - KEYS.length()) : text).split("\\.", -1);
    int[] indexes = new int[names.length];
    Shape shape = from;
    for (int i = 0; i < names.length; i++) {
      shape = structure(shape);
      Member member = shape == null ? null : member(shape, names[i]);
      if (member == null) {
        return null;
      }
      indexes[i] = member.index();
      shape = member.target();
    }
    return new MemberPath(indexes, keys, shape);
  }

  /** The path to a member of a structure that another path leads to; null stands for the root. */
  static MemberPath to(MemberPath parent, Member member) {
    int length = parent == null ? 0 : parent.indexes.length;
    int[] indexes = new int[length + 1];
    if (parent != null) {
      System.arraycopy(parent.indexes, 0, indexes, 0, length);
    }
    indexes[length] = member.index();
    return new MemberPath(indexes, false, member.target());
  }

  /** The structure that a shape is or that its lists and maps hold, or null. */
  static Shape structure(Shape shape) {
    Shape at = shape;
    while (at.type() == ShapeType.LIST || at.type() == ShapeType.MAP) {
      at = at.type() == ShapeType.LIST ? at.listMember().target() : at.mapValue().target();
    }
    return at.type() == ShapeType.STRUCTURE || at.type() == ShapeType.UNION ? at : null;
  }

  private static Member member(Shape shape, String name) {
    Member exact = shape.member(name);
    if (exact != null) {
      return exact;
    }
    for (Member member : shape.members()) {
      if (member.name().equalsIgnoreCase(name)) {
        return member;
      }
    }
    return null;
  }

  /** Whether this is the other path or goes on from its end. */
  boolean isWithin(MemberPath other) {
    return indexes.length >= other.indexes.length
        && Arrays.equals(indexes, 0, other.indexes.length, other.indexes, 0, other.indexes.length);
  }

  /** The shape that the path ends in. */
  Shape end() {
    return end;
  }

  /** Whether anything is there; empty lists and maps are nothing. */
  boolean present(Struct request) {
    if (request.get(indexes[0]) == null) {
      return false;
    }
    for (Object value : objects(request)) {
      boolean empty =
          value instanceof Collection<?> list && list.isEmpty()
              || value instanceof Map<?, ?> map && map.isEmpty();
      if (!empty) {
        return true;
      }
    }
    return false;
  }

  /** The texts that are there. */
  List<String> values(Struct request) {
    Object first = request.get(indexes[0]);
    if (first == null) {
      return List.of();
    }
    if (indexes.length == 1 && first instanceof String text) {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    for (Object value : objects(request)) {
      texts(value, texts);
    }
    return texts;
  }

  /** The values as they are, lists and maps of structures gone through. */
  List<Object> objects(Struct request) {
    List<Object> found = new ArrayList<>(2);
    walk(request, 0, found);
    return found;
  }

  private void walk(Object value, int step, List<Object> found) {
    switch (value) {
      case null -> {}
      case Struct struct when step < indexes.length ->
          walk(struct.get(indexes[step]), step + 1, found);
      case Collection<?> list when step < indexes.length ->
          list.forEach(each -> walk(each, step, found));
      case Map<?, ?> map when step < indexes.length ->
          map.values().forEach(each -> walk(each, step, found));
      case Map<?, ?> map when keys -> found.addAll(map.keySet());
      default -> found.add(value);
    }
  }

  private static void texts(Object value, List<String> texts) {
    switch (value) {
      case String text -> texts.add(text);
      case Collection<?> list -> list.forEach(each -> texts(each, texts));
      case Map<?, ?> map -> map.values().forEach(each -> texts(each, texts));
      case Number number -> texts.add(number.toString());
      case Boolean bool -> texts.add(bool.toString());
      case Instant instant -> texts.add(instant.toString());
      case null, default -> {}
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemberPath path
        && keys == path.keys
        && Arrays.equals(indexes, path.indexes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(indexes);
  }
}
