package io.nephele.wire.validate;

import io.nephele.model.Constraints;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.util.List;
import java.util.Locale;

/**
 * The words that IAM has for values that are not of the form of their shape, for the forms that its
 * names, ids, paths and texts have. Others, such as those of tags, are told as by other services.
 */
final class IamForms {
  private static final String PRINTABLE = "It must contain only printable ASCII characters.";
  private static final String PATH =
      "It must begin and end with / and contain only alphanumeric characters and/or / characters.";

  private final ConstraintChecks checks;

  IamForms(ConstraintChecks checks) {
    this.checks = checks;
  }

  /** What is said of the first value of a request that is not of its form, or null. */
  String firstBroken(Struct input) {
    List<Member> members = input.shape().members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Constraints constraints = member.constraints();
      if (!(input.get(i) instanceof String text) || constraints.pattern() == null) {
        continue;
      }
      String words = words(constraints.pattern());
      if (words != null && checks.of(constraints, text).contains(Violation.PATTERN)) {
        return "The specified value for " + inSmall(member.name()) + " is invalid. " + words;
      }
    }
    return null;
  }

  private static String words(String pattern) {
    return switch (pattern) {
      case "^[\\w+=,.@-]+$" ->
          "It must contain only alphanumeric characters and/or the following: +=,.@_-";
      case "^[\\w]+$" -> "It must contain only alphanumeric characters.";
      case "^(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)$", "^((/[A-Za-z0-9\\.,\\+@=_-]+)*)/$" ->
          PATH;
      case "^\\u002F[\\u0021-\\u007F]*$" ->
          "It must begin with the / character and contain only alphanumeric characters and/or /"
              + " characters.";
      case "^[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+$", "^[\\u0020-\\u00FF]+$" -> PRINTABLE;
      default -> null;
    };
  }

  private static String inSmall(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
