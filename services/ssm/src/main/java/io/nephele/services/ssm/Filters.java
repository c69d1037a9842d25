package io.nephele.services.ssm;

import io.nephele.api.ssm.InvalidFilterOption;
import io.nephele.api.ssm.InvalidFilterValue;
import io.nephele.api.ssm.ParameterStringFilter;
import io.nephele.model.AwsException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What filters of parameters let through. All filters of a request have to. */
final class Filters {
  private static final String TAG = "tag:";

  private Filters() {}

  /** An error to the caller unless the filters have keys of those and options that go with them. */
  static void check(List<ParameterStringFilter> filters, List<String> keys, boolean tags) {
    Set<String> seen = new HashSet<>();
    for (ParameterStringFilter filter : filters) {
      String key = filter.key();
      if (!seen.add(key)) {
        throw SsmErrors.validation(
            "The following filter is duplicated in the request: "
                + key
                + ". A request can contain only one occurrence of a specific filter.");
      }
      if (!keys.contains(key) && !(tags && key.startsWith(TAG))) {
        // The model has no place for what AWS says here.
        throw AwsException.client(
            "InvalidFilterKey",
            400,
            "The following filter key is not valid: "
                + key
                + ". Valid filter keys include: ["
                + String.join(", ", keys)
                + "].");
      }
      if ((filter.values() == null || filter.values().isEmpty()) && !key.startsWith(TAG)) {
        throw new InvalidFilterValue(
            "The following filter values are missing : null for filter key " + key + ".");
      }
      checkOption(key, option(filter));
      for (String value : filter.values() == null ? List.<String>of() : filter.values()) {
        if (!(key.equals("Type") && option(filter).equals("BeginsWith"))) {
          checkValue(key, value);
        }
      }
    }
  }

  private static void checkValue(String key, String value) {
    switch (key) {
      case "Type" -> checkOneOf(value, List.of("String", "StringList", "SecureString"));
      case "Tier" -> checkOneOf(value, List.of(Tiers.STANDARD, Tiers.ADVANCED, Tiers.INTELLIGENT));
      case "Name", "Path" -> {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("/aws") || lower.startsWith("/ssm")) {
          throw SsmErrors.validation(
              "Filters for common parameters can't be prefixed with \"aws\" or \"ssm\""
                  + " (case-insensitive). When using global parameters, please specify within a"
                  + " global namespace.");
        }
        if (key.equals("Path") && !ParameterName.isFolder(value)) {
          throw SsmErrors.badPath();
        }
      }
      default -> {}
    }
  }

  private static void checkOneOf(String value, List<String> known) {
    if (!known.contains(value)) {
      throw new InvalidFilterOption(
          "The following filter value is not valid: "
              + value
              + ". Valid values include: ["
              + String.join(", ", known)
              + "].");
    }
  }

  private static void checkOption(String key, String option) {
    List<String> options =
        switch (key) {
          case "Name" -> List.of("BeginsWith", "Equals", "Contains");
          case "Path" -> List.of("Recursive", "OneLevel");
          case "Type", "KeyId" -> List.of("BeginsWith", "Equals");
          default -> List.of("Equals");
        };
    if (!options.contains(option)) {
      throw new InvalidFilterOption(
          "The following filter option is not valid: "
              + option
              + ". Valid options include: ["
              + String.join(", ", options)
              + "].");
    }
  }

  private static String option(ParameterStringFilter filter) {
    if (filter.option() != null) {
      return filter.option();
    }
    return filter.key().equals("Path") ? "OneLevel" : "Equals";
  }

  static boolean match(
      List<ParameterStringFilter> filters, ParameterHead head, ParameterVersion version) {
    for (ParameterStringFilter filter : filters) {
      if (!matches(filter, head, version)) {
        return false;
      }
    }
    return true;
  }

  /** Whether filters of {@code GetParametersByPath} let plain text without labels through. */
  static boolean matchText(List<ParameterStringFilter> filters) {
    for (ParameterStringFilter filter : filters) {
      boolean any = false;
      for (String value : filter.values()) {
        any |= filter.key().equals("Type") && compare(option(filter), "String", value);
      }
      if (!any) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(
      ParameterStringFilter filter, ParameterHead head, ParameterVersion version) {
    String key = filter.key();
    if (key.startsWith(TAG)) {
      Map<String, String> tags = head.tags();
      String name = key.substring(TAG.length());
      return filter.values() == null || filter.values().isEmpty()
          ? tags.containsKey(name)
          : filter.values().contains(tags.get(name));
    }
    String option = option(filter);
    for (String value : filter.values()) {
      boolean matches =
          switch (key) {
            case "Name" ->
                option.equals("Equals")
                    ? head.name().equals(value)
                    : compare(
                        option,
                        ParameterName.path(head.name()),
                        option.equals("Contains") ? value : ParameterName.path(value));
            case "Path" -> isUnder(head.name(), value, option.equals("Recursive"));
            case "Type" -> compare(option, version.type(), value);
            case "KeyId" -> version.keyId() != null && compare(option, version.keyId(), value);
            case "Tier" -> version.tier().equals(value);
            case "DataType" -> version.dataType().equals(value);
            case "Label" -> Long.valueOf(version.version()).equals(head.labels().get(value));
            default -> false;
          };
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean compare(String option, String text, String value) {
    return switch (option) {
      case "BeginsWith" -> text.startsWith(value);
      case "Contains" -> text.contains(value);
      default -> text.equals(value);
    };
  }

  /** Whether a parameter is in a hierarchy. */
  static boolean isUnder(String name, String path, boolean recursive) {
    String folder = path.endsWith("/") ? path : path + "/";
    String full = ParameterName.path(name);
    return full.startsWith(folder) && (recursive || full.indexOf('/', folder.length()) < 0);
  }
}
