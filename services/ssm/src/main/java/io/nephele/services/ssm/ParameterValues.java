package io.nephele.services.ssm;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.nephele.api.ssm.InvalidAllowedPatternException;
import io.nephele.api.ssm.ParameterPatternMismatchException;
import io.nephele.core.json.JsonText;
import java.util.Map;

/** What values of parameters may be. */
final class ParameterValues {
  private static final String INTEGRATIONS =
      "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/";

  private ParameterValues() {}

  /** An error to the caller unless a parameter may have that value. */
  static void check(String name, String value, String type, String pattern, String dataType) {
    if (value.isEmpty()) {
      throw SsmErrors.validation(
          "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 1.");
    }
    switch (dataType) {
      case "text" -> {}
      case "aws:ssm:integration" -> checkIntegration(name, value, type);
      case PublicParameters.IMAGE -> checkImage(type);
      default ->
          throw SsmErrors.validation(
              "The following data type is not supported: "
                  + dataType
                  + " (Data type names are all lowercase.)");
    }
    if (pattern == null || pattern.isEmpty()) {
      return;
    }
    if (type.equals("StringList")) {
      for (String item : value.split(",", -1)) {
        match(item, pattern);
      }
    } else {
      match(value, pattern);
    }
  }

  private static void match(String value, String pattern) {
    boolean matches;
    try {
      matches = Pattern.compile(pattern).matcher(value).matches();
    } catch (PatternSyntaxException e) {
      throw new InvalidAllowedPatternException("The regular expression is not valid: " + pattern);
    }
    if (!matches) {
      throw new ParameterPatternMismatchException(
          "Parameter value, cannot be validated against allowedPattern: " + pattern);
    }
  }

  /** Whether there is such an image is looked for later. */
  private static void checkImage(String type) {
    if (!type.equals("String")) {
      throw SsmErrors.validation(
          "Parameters of the data type aws:ec2:image must be of the type String.");
    }
  }

  /** The form of an integration: what a webhook of Automation is to be sent. */
  private static void checkIntegration(String name, String value, String type) {
    if (!type.equals("SecureString")) {
      throw SsmErrors.validation(
          "Parameters of the data type aws:ssm:integration must be of the type SecureString.");
    }
    if (!name.startsWith(INTEGRATIONS)) {
      throw SsmErrors.validation(
          "The names of parameters of the data type aws:ssm:integration must begin with "
              + INTEGRATIONS
              + ".");
    }
    if (!(JsonText.parse(value) instanceof Map<?, ?> integration)
        || !(integration.get("url") instanceof String)) {
      throw SsmErrors.validation(
          "The value of a parameter of the data type aws:ssm:integration must be a JSON object"
              + " with a url.");
    }
  }
}
