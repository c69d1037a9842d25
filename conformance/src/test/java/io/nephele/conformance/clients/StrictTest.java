package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nephele start --strict} and the AWS CLI: everything begins with the root user's key. */
class StrictTest {
  @BeforeAll
  static void present() {
    AwsCli.assumePresent();
  }

  @Test
  void onlyKeysThatWereIssuedAreGood(@TempDir Path folder) {
    try (NepheleProgram program = NepheleProgram.start(folder, "--strict")) {
      AwsCli anybody = AwsCli.in(folder, program.endpoint());
      AwsCli root = anybody.as(rootKey(program));
      assertThat(root.query("Arn", "sts", "get-caller-identity"))
          .isEqualTo("arn:aws:iam::000000000000:root");
      unknownKeysAreRefused(anybody);

      String queue = root.createQueue("orders");
      root.ok("sqs", "send-message", "--queue-url", queue, "--message-body", "one coffee");
      String policy = program.command("iam", "suggest", "arn:aws:iam::000000000000:root");
      AwsCli worker = root.as(root.createUser("worker"));
      root.allow("worker", policy);
      worker.ok("sqs", "send-message", "--queue-url", queue, "--message-body", "one tea");
      String told = worker.refused("sqs", "purge-queue", "--queue-url", queue);
      assertThat(told).contains("(AccessDenied)");
      assertThat(program.command("why"))
          .contains("sqs:PurgeQueue  DENIED")
          .contains("caller     arn:aws:iam::000000000000:user/worker")
          .contains("looked at  identity-based policy own")
          .contains("told       " + told.substring(told.indexOf("User: ")));
    }
  }

  private static AwsCli.Key rootKey(NepheleProgram program) {
    Matcher exports =
        Pattern.compile("export AWS_ACCESS_KEY_ID=(\\S+)\nexport AWS_SECRET_ACCESS_KEY=(\\S+)\n")
            .matcher(program.command("env"));
    assertThat(exports.find()).isTrue();
    return new AwsCli.Key(exports.group(1), exports.group(2));
  }

  private static void unknownKeysAreRefused(AwsCli anybody) {
    String invalid = "The security token included in the request is invalid";
    assertThat(anybody.refused("sts", "get-caller-identity"))
        .contains("(InvalidClientTokenId)")
        .contains(invalid);
    assertThat(anybody.refused("sqs", "list-queues"))
        .contains("(InvalidClientTokenId)")
        .contains(invalid);
    assertThat(anybody.as("123456789012", "test").refused("iam", "list-users"))
        .contains("(InvalidClientTokenId)")
        .contains(invalid);
    assertThat(anybody.refused("--no-sign-request", "iam", "list-users"))
        .contains("(MissingAuthenticationToken)");
  }
}
