package io.nephele.services.iam;

import io.nephele.api.iam.PasswordPolicyViolationException;
import io.nephele.identity.directory.PasswordPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Checks passwords against an account's policy or, where it has none, against that of AWS. */
final class PasswordRules {
  private static final int USUAL_LENGTH = 8;
  private static final int USUAL_KINDS = 3;
  private static final String SYMBOLS = "!@#$%^&*()_+-=[]{}|'";
  private static final String UPPERCASE = "Password should have at least one uppercase letter";
  private static final String LOWERCASE = "Password should have at least one lowercase letter";
  private static final String NUMBER = "Password should have at least one number";
  private static final String SYMBOL = "Password should have at least one symbol";

  private PasswordRules() {}

  /**
   * An error to the caller if the password does not keep to the policy.
   *
   * @param policy null for that of AWS
   */
  static void check(PasswordPolicy policy, String password, String userName) {
    List<String> broken = policy == null ? usual(password, userName) : own(policy, password);
    if (!broken.isEmpty()) {
      throw new PasswordPolicyViolationException(String.join(", ", broken));
    }
  }

  private static List<String> own(PasswordPolicy policy, String password) {
    List<String> broken = new ArrayList<>();
    if (password.length() < policy.minimumLength()) {
      broken.add(tooShort(policy.minimumLength()));
    }
    for (String missing : missing(password)) {
      boolean required =
          switch (missing) {
            case UPPERCASE -> policy.requireUppercase();
            case LOWERCASE -> policy.requireLowercase();
            case NUMBER -> policy.requireNumbers();
            default -> policy.requireSymbols();
          };
      if (required) {
        broken.add(missing);
      }
    }
    return broken;
  }

  private static List<String> usual(String password, String userName) {
    List<String> broken = new ArrayList<>();
    if (password.length() < USUAL_LENGTH) {
      broken.add(tooShort(USUAL_LENGTH));
    }
    List<String> missing = missing(password);
    int more = missing.size() - (4 - USUAL_KINDS);
    if (more > 0) {
      broken.add(
          "Password should meet "
              + more
              + " more of the following requirements: "
              + String.join(", ", missing));
    }
    if (password.equalsIgnoreCase(userName)) {
      broken.add("Password should not be identical to the user name");
    }
    return broken;
  }

  private static String tooShort(int length) {
    return "Password should have a minimum length of " + length;
  }

  /** The kinds of characters that a password does not have. */
  private static List<String> missing(String password) {
    List<String> missing = new ArrayList<>();
    addUnless(password, c -> c >= 'A' && c <= 'Z', UPPERCASE, missing);
    addUnless(password, c -> c >= 'a' && c <= 'z', LOWERCASE, missing);
    addUnless(password, c -> c >= '0' && c <= '9', NUMBER, missing);
    addUnless(password, c -> SYMBOLS.indexOf(c) >= 0, SYMBOL, missing);
    return missing;
  }

  private static void addUnless(
      String password, IntPredicate kind, String message, List<String> to) {
    if (password.chars().noneMatch(kind)) {
      to.add(message);
    }
  }
}
