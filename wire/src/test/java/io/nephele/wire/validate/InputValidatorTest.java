package io.nephele.wire.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Models;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputValidatorTest {
  private final InputValidator validator = new InputValidator();

  private static Struct input(String service, String operation) {
    return new Struct(Models.bundled().service(service).operation(operation).input());
  }

  private AwsException error(Struct input, ValidationStyle style) {
    AwsException error =
        catchThrowableOfType(AwsException.class, () -> validator.validate(input, style));
    assertThat(error).as("a refusal").isNotNull();
    return error;
  }

  @Test
  void missingMembersAreToldInTheModelsOrder() {
    AwsException error = error(input("ssm", "PutParameter"), ValidationStyle.CORAL);
    assertThat(error.code()).isEqualTo("ValidationException");
    assertThat(error.status()).isEqualTo(400);
    assertThat(error)
        .hasMessage(
            "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; "
                + "Value null at 'value' failed to satisfy constraint: Member must not be null");
  }

  @Test
  void queryServicesHaveAnotherCode() {
    AwsException error = error(input("iam", "CreateUser"), ValidationStyle.CORAL_QUERY);
    assertThat(error.code()).isEqualTo("ValidationError");
    assertThat(error)
        .hasMessage(
            "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null");
  }

  @Test
  void iamTellsFormsInItsOwnWords() {
    Struct input = input("iam", "CreateUser").set("UserName", "no blanks");
    assertThat(error(input, ValidationStyle.IAM))
        .hasMessage(
            "The specified value for userName is invalid. It must contain only alphanumeric"
                + " characters and/or the following: +=,.@_-");
    input.set("UserName", "bob");
    for (String path : List.of("a", "/a", "a/", "/a b/", "//a", "/a/\n")) {
      input.set("Path", path);
      assertThat(error(input, ValidationStyle.IAM))
          .as(path)
          .hasMessage(
              "The specified value for path is invalid. It must begin and end with / and contain"
                  + " only alphanumeric characters and/or / characters.");
    }
    for (String path : List.of("/", "/a/", "/a/b/")) {
      input.set("Path", path);
      assertThatCode(() -> validator.validate(input, ValidationStyle.IAM))
          .as(path)
          .doesNotThrowAnyException();
    }
    input.set("UserName", "x".repeat(65));
    assertThat(error(input, ValidationStyle.IAM))
        .hasMessage(
            "1 validation error detected: Value '"
                + "x".repeat(65)
                + "' at 'userName' failed to satisfy constraint: Member must have length less than"
                + " or equal to 64");
  }

  @Test
  void lengthAndPatternOfOneValueAreBothTold() {
    Struct input = input("iam", "CreateUser").set("UserName", "no blanks");
    assertThat(error(input, ValidationStyle.CORAL_QUERY))
        .hasMessage(
            "1 validation error detected: Value 'no blanks' at 'userName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: ^[\\w+=,.@-]+$");
    input.set("UserName", "");
    assertThat(error(input, ValidationStyle.CORAL_QUERY))
        .hasMessage(
            "2 validation errors detected: Value '' at 'userName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: ^[\\w+=,.@-]+$; "
                + "Value '' at 'userName' failed to satisfy constraint: Member must have length greater than or equal to 1");
  }

  @Test
  void itemsOfAListOfTextsAreToldOnceWithAllTheirConstraints() {
    Struct input = input("ssm", "DeleteParameters").set("Names", List.of("a", ""));
    assertThat(error(input, ValidationStyle.CORAL))
        .hasMessage(
            "1 validation error detected: Value '[a, ]' at 'names' failed to satisfy constraint: Member must satisfy "
                + "constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1]");
  }

  @Test
  void itemsThatAreStructuresHaveAPath() {
    Struct input = input("ssm", "AddTagsToResource").set("ResourceType", "Parameter");
    Struct tag = new Struct(Models.bundled().service("ssm").shape("Tag")).set("Key", "k");
    input.set("ResourceId", "p").set("Tags", List.of(tag));
    assertThat(error(input, ValidationStyle.CORAL))
        .hasMessage(
            "1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null");
  }

  @Test
  void lengthsAreCountedInCodePointsAndSizes() {
    Struct input = input("iam", "CreateUser");
    input.set("UserName", "u".repeat(65));
    assertThat(error(input, ValidationStyle.CORAL))
        .hasMessageContaining("less than or equal to 64");
    Struct names = input("ssm", "DeleteParameters");
    names.set("Names", Collections.nCopies(11, "n"));
    assertThat(error(names, ValidationStyle.CORAL))
        .hasMessageContaining("at 'names'")
        .hasMessageContaining("Member must have length less than or equal to 10");
    names.set("Names", List.of("\uD83D\uDC4D".repeat(2048)));
    assertThatCode(() -> validator.validate(names, ValidationStyle.CORAL))
        .doesNotThrowAnyException();
  }

  @Test
  void secretsAreNotShown() {
    Struct input = input("kms", "Encrypt").set("KeyId", "k");
    input.set("Plaintext", Bytes.of(new byte[4097]));
    assertThat(error(input, ValidationStyle.CORAL))
        .hasMessage(
            "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096");
  }

  @Test
  void unknownEnumerationValuesAreTold() {
    Struct input = input("ssm", "AddTagsToResource").set("ResourceType", "Nothing");
    input.set("ResourceId", "p").set("Tags", List.of());
    assertThat(error(input, ValidationStyle.CORAL))
        .hasMessageContaining(
            "Value 'Nothing' at 'resourceType' failed to satisfy constraint: Member must satisfy enum value set: [")
        .hasMessageContaining("Parameter");
  }

  @Test
  void numbersOutOfRangeAreTold() {
    Struct input = input("ssm", "DescribeParameters").set("MaxResults", 51);
    assertThat(error(input, ValidationStyle.CORAL))
        .hasMessage(
            "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50");
  }

  @Test
  void keysAndValuesOfMapsAreTold() {
    Struct input = input("secretsmanager", "CreateSecret");
    input.set("Name", "n").set("ClientRequestToken", "short");
    assertThat(error(input, ValidationStyle.CORAL))
        .hasMessageContaining("at 'clientRequestToken'")
        .hasMessageContaining("greater than or equal to 32");
    Struct kms = input("kms", "Encrypt").set("KeyId", "k").set("Plaintext", Bytes.utf8("p"));
    kms.set("EncryptionContext", Map.of("key", "value"));
    assertThatCode(() -> validator.validate(kms, ValidationStyle.CORAL)).doesNotThrowAnyException();
  }

  @Test
  void servicesThatCheckThemselvesAreLeftAlone() {
    Service sqs = Models.bundled().service("sqs");
    assertThat(ValidationStyle.of(sqs)).isEqualTo(ValidationStyle.NONE);
    assertThat(ValidationStyle.of(Models.bundled().service("iam"))).isEqualTo(ValidationStyle.IAM);
    assertThat(ValidationStyle.of(Models.bundled().service("sts")))
        .isEqualTo(ValidationStyle.CORAL_QUERY);
    assertThat(ValidationStyle.of(Models.bundled().service("ssm")))
        .isEqualTo(ValidationStyle.CORAL);
    assertThatCode(() -> validator.validate(input("sqs", "CreateQueue"), ValidationStyle.NONE))
        .doesNotThrowAnyException();
  }

  @Test
  void evilTextsDoNotMatchAndDoNotHang() {
    assertThat(new BoundedPattern("^([0-9]+)+$").matches("0".repeat(84) + "!")).isFalse();
    assertThat(new BoundedPattern("^(a|aa)+$").matches("a".repeat(60) + "b")).isFalse();
    assertThat(new BoundedPattern("^([0-9]+)+$").matches("0".repeat(84))).isTrue();
    assertThat(new BoundedPattern("(.|\\n)*").matches("x".repeat(1_000_000))).isIn(true, false);
  }

  @Test
  void expressionsWithoutAnchorsMatchTheWholeText() {
    assertThat(new BoundedPattern("[a-z]+").matches("abc")).isTrue();
    assertThat(new BoundedPattern("[a-z]+").matches("abc1")).isFalse();
    assertThat(new BoundedPattern("^arn:").matches("arn:aws:s3:::b")).isTrue();
  }

  @Test
  void longPlainTextsAreMatched() {
    assertThat(new BoundedPattern("^[\\s\\S]*$").matches("x".repeat(500_000))).isTrue();
  }
}
