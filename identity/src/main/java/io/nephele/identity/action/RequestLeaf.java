package io.nephele.identity.action;

import io.nephele.model.Member;
import io.nephele.model.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A text in requests of an operation.
 *
 * @param path the way to it
 * @param name the member's name in lower case
 * @param full the letters of the names of all members on the way to it, in lower case
 * @param depth how many structures it is in, 0 at the top
 * @param member the member
 */
record RequestLeaf(MemberPath path, String name, String full, int depth, Member member) {
  private static final int DEEPEST = 3;
  private static final int MOST = 2_000;

  /** All texts, numbers and lists of texts in a structure, those nearer to the top first. */
  static List<RequestLeaf> of(Shape input) {
    List<RequestLeaf> leaves = new ArrayList<>();
    collect(input, null, "", 0, new HashSet<>(), leaves);
    leaves.sort((a, b) -> Integer.compare(a.depth, b.depth));
    return List.copyOf(leaves);
  }

  private static void collect(
      Shape shape,
      MemberPath parent,
      String above,
      int depth,
      Set<Shape> within,
      List<RequestLeaf> leaves) {
    if (!within.add(shape)) {
      return;
    }
    for (Member member : shape.members()) {
      MemberPath path = MemberPath.to(parent, member);
      String name = member.name().toLowerCase(Locale.ROOT);
      String full = above + MemberNames.letters(name);
      Shape structure = MemberPath.structure(member.target());
      if (structure == null) {
        if (isText(member.target())) {
          leaves.add(new RequestLeaf(path, name, full, depth, member));
        }
      } else if (depth < DEEPEST && leaves.size() < MOST) {
        collect(structure, path, full, depth + 1, within, leaves);
      }
    }
    within.remove(shape);
  }

  private static boolean isText(Shape shape) {
    return switch (shape.type()) {
      case STRING, ENUM, INTEGER, LONG, BOOLEAN, SHORT, BYTE, FLOAT, DOUBLE, TIMESTAMP -> true;
      case LIST -> isText(shape.listMember().target());
      case MAP -> isText(shape.mapValue().target());
      default -> false;
    };
  }
}
