package io.nephele.services.logs.protection;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.nephele.core.json.JsonText;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.state.LogsErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A data protection policy, read. */
final class ProtectionPolicy implements Masker {
  private static final String MANAGED = "arn:aws:dataprotection::aws:data-identifier/";
  private static final String CARDS = "CreditCardNumber";
  private static final Map<String, String> REGEXES =
      Map.of(
          "EmailAddress",
          "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}",
          "IpAddress",
          "\\b(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\b",
          CARDS,
          "\\b(?:\\d{4}[ -]?){3}\\d{1,7}\\b|\\b\\d{4}[ -]?\\d{6}[ -]?\\d{5}\\b",
          "AwsSecretKey",
          "(?:^|[^A-Za-z0-9/+=])([A-Za-z0-9/+]{40})(?:$|[^A-Za-z0-9/+=])");

  private final List<Rule> rules;

  private record Rule(Pattern pattern, boolean luhn) {}

  private ProtectionPolicy(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Reads a policy.
   *
   * @throws io.nephele.model.AwsException InvalidParameterException if it is none, NotImplemented
   *     if it asks for what is not done
   */
  static ProtectionPolicy parse(String text) {
    if (!(JsonText.parse(text) instanceof Map<?, ?> policy)
        || !(policy.get("Name") instanceof String)
        || !"2021-06-01".equals(policy.get("Version"))
        || !(policy.get("Statement") instanceof List<?> statements)
        || statements.size() != 2) {
      throw invalid("it needs Name, Version 2021-06-01 and two statements");
    }
    Map<String, String> own = custom(policy.get("Configuration"));
    List<?> audited = null;
    List<?> masked = null;
    for (Object each : statements) {
      if (!(each instanceof Map<?, ?> statement)
          || !(statement.get("DataIdentifier") instanceof List<?> identifiers)
          || !(statement.get("Operation") instanceof Map<?, ?> operation)) {
        throw invalid("a statement needs DataIdentifier and Operation");
      }
      if (operation.get("Audit") instanceof Map<?, ?> audit) {
        if (!(audit.get("FindingsDestination") instanceof Map<?, ?> to)) {
          throw invalid("Audit needs FindingsDestination");
        }
        if (!to.isEmpty()) {
          throw LogsErrors.notImplemented("destinations of audit findings");
        }
        audited = identifiers;
      } else if (operation.get("Deidentify") instanceof Map<?, ?> how
          && how.get("MaskConfig") instanceof Map<?, ?> mask
          && mask.isEmpty()) {
        masked = identifiers;
      } else {
        throw invalid("an operation is neither Audit nor Deidentify with an empty MaskConfig");
      }
    }
    if (audited == null || masked == null || !Set.copyOf(audited).equals(Set.copyOf(masked))) {
      throw invalid("it needs an Audit and a Deidentify statement with the same data identifiers");
    }
    List<Rule> rules = new ArrayList<>();
    for (Object identifier : masked) {
      rules.add(rule(identifier, own));
    }
    return new ProtectionPolicy(rules);
  }

  private static Map<String, String> custom(Object configuration) {
    Map<String, String> own = new HashMap<>();
    if (configuration instanceof Map<?, ?> object
        && object.get("CustomDataIdentifier") instanceof List<?> identifiers) {
      for (Object each : identifiers) {
        if (!(each instanceof Map<?, ?> identifier)
            || !(identifier.get("Name") instanceof String name)
            || !(identifier.get("Regex") instanceof String regex)) {
          throw invalid("a custom data identifier needs Name and Regex");
        }
        own.put(name, regex);
      }
    }
    return own;
  }

  private static Rule rule(Object identifier, Map<String, String> own) {
    if (!(identifier instanceof String name)) {
      throw invalid("a data identifier is no text");
    }
    String regex = own.get(name);
    if (regex == null) {
      if (!name.startsWith(MANAGED)) {
        throw invalid("there is no data identifier " + name);
      }
      regex = REGEXES.get(name.substring(MANAGED.length()));
      if (regex == null) {
        throw LogsErrors.notImplemented(
            "the data identifier " + name.substring(MANAGED.length()) + " yet");
      }
    }
    try {
      return new Rule(Pattern.compile(regex), name.equals(MANAGED + CARDS));
    } catch (PatternSyntaxException e) {
      throw invalid("the regular expression of " + name + " is invalid: " + e.getMessage());
    }
  }

  private static io.nephele.model.AwsException invalid(String why) {
    return LogsErrors.invalid("Invalid data protection policy: " + why);
  }

  @Override
  public String mask(String message) {
    StringBuilder masked = null;
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern.matcher(message);
      while (matcher.find()) {
        int group = matcher.groupCount() == 1 && matcher.start(1) >= 0 ? 1 : 0;
        int start = matcher.start(group);
        int end = matcher.end(group);
        if (rule.luhn && !isCard(message, start, end)) {
          continue;
        }
        masked = masked == null ? new StringBuilder(message) : masked;
        for (int i = start; i < end; i++) {
          masked.setCharAt(i, '*');
        }
      }
    }
    return masked == null ? message : masked.toString();
  }

  /** Whether the digits there have the check digit of payment cards. */
  private static boolean isCard(String text, int start, int end) {
    int sum = 0;
    boolean twice = false;
    for (int i = end - 1; i >= start; i--) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        continue;
      }
      int digit = (c - '0') * (twice ? 2 : 1);
      sum += digit > 9 ? digit - 9 : digit;
      twice = !twice;
    }
    return sum % 10 == 0;
  }
}
