package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Authorisation comes before validation, so requests may hold anything: it never fails, and there
 * is always something to decide on.
 */
class ActionRobustnessTest {
  private static final List<String> KEYS =
      List.of("aws:requesttag/a", "aws:tagkeys", "aws:resourcetag/a", "s3:prefix", "x:y");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "/",
        ":",
        "a/b/c/d",
        "arn:",
        "arn:aws:s3:::",
        "arn:aws:iam::123456789012:role",
        "arn::::::",
        "::::::",
        "http://",
        "https://sqs.eu-west-1.amazonaws.com/",
        "%",
        "\u0000",
        "\ud800",
        "${aws:username}"
      })
  void oddTextsAreTextsLikeOthers(String text) {
    everyOperation(operation -> MaximalRequests.of(operation, text));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void membersMayBeMissing(boolean frozen) {
    everyOperation(
        operation -> {
          Struct empty = new Struct(operation.input());
          return frozen ? empty.freeze() : empty;
        });
  }

  private interface Request {
    Struct of(Operation operation);
  }

  private static void everyOperation(Request request) {
    Region region = Regions.find("eu-west-1");
    for (String service : Models.bundled().entries().keySet()) {
      for (String name : Models.bundled().service(service).operationNames()) {
        Operation operation = TestCalls.operation(service, name);
        for (Principal caller :
            List.of(Principal.root(region.partition(), TestCalls.ACCOUNT), Principal.ANONYMOUS)) {
          assertThatCode(() -> ask(operation, caller, region, request.of(operation)))
              .as(operation.toString())
              .doesNotThrowAnyException();
        }
      }
    }
  }

  private static void ask(Operation operation, Principal caller, Region region, Struct request) {
    List<ActionRequest> actions =
        ActionCatalog.bundled()
            .requests(TestCalls.of(operation, caller, region), request, ProtectedResources.NONE);
    assertThat(actions).as("actions that are known").isNotNull();
    if (ActionCatalog.bundled().freeReason(operation) == null) {
      assertThat(actions).as("something to decide on").isNotEmpty();
    }
    for (ActionRequest action : actions) {
      for (String key : KEYS) {
        assertThat(action.keys().values(key)).isNotNull();
      }
    }
  }
}
