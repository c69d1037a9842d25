package io.nephele.core.trail;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How the members of structures are shown in records of calls: found out once for each shape. */
final class ShownMembers {
  /** Members that AWS does not show at all. */
  private static final Set<String> LEFT_OUT =
      Set.of("SecretAccessKey", "Password", "NewPassword", "OldPassword", "WebIdentityToken");

  /** Secrets that not every model marks as such. */
  private static final Set<String> SECRET =
      Set.of("SessionToken", "SAMLAssertion", "SecretString", "ServiceSpecificCredentialSecret");

  private final Map<Shape, Shown[]> known = new ConcurrentHashMap<>();

  /**
   * How a member is shown.
   *
   * @param name with a small first letter
   * @param hidden whether its value is not told
   */
  record Shown(Member member, SerializableString name, boolean hidden) {}

  /** The members of a structure by their numbers; null for those that are not shown. */
  Shown[] of(Shape shape) {
    Shown[] found = known.get(shape);
    if (found == null) {
      found = find(shape);
      known.put(shape, found);
    }
    return found;
  }

  private static Shown[] find(Shape shape) {
    boolean s3 = shape.service().name().equals("s3");
    List<Member> members = shape.members();
    Shown[] found = new Shown[members.size()];
    for (int i = 0; i < found.length; i++) {
      Member member = members.get(i);
      String name = member.name();
      if (!LEFT_OUT.contains(name)) {
        boolean hidden = member.sensitive() || SECRET.contains(name);
        found[i] = new Shown(member, new SerializedString(shownName(name, s3)), hidden);
      }
    }
    return found;
  }

  private static String shownName(String member, boolean s3) {
    if (s3 && member.equals("Bucket")) {
      return "bucketName";
    }
    char first = member.charAt(0);
    return first >= 'A' && first <= 'Z' ? (char) (first + 'a' - 'A') + member.substring(1) : member;
  }
}
