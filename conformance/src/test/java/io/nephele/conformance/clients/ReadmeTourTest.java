package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of the README, word for word, in a shell. */
class ReadmeTourTest {
  private static final Pattern TOUR =
      Pattern.compile("## Five minutes\n.*?```sh\n(.*?)```", Pattern.DOTALL);

  @Test
  void doesWhatItSays(@TempDir Path folder) throws IOException {
    AwsCli.assumePresent();
    ExternalTool.assumePresent("bash", "--version");
    Matcher tour = TOUR.matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(tour.find()).isTrue();
    Files.writeString(folder.resolve("tour.sh"), tour.group(1));
    try (NepheleProgram program = NepheleProgram.start(folder)) {
      String output =
          ExternalTool.in(folder, program.endpoint()).run("bash", "tour.sh").succeeded();
      assertThat(output)
          .containsPattern(
              "(?s)\"ApproximateReceiveCount\": \"3\".*\"Body\": \"one coffee\"|"
                  + "\"Body\": \"one coffee\".*\"ApproximateReceiveCount\": \"3\"")
          .contains(
              "An error occurred (AccessDenied) when calling the PurgeQueue operation: User:"
                  + " arn:aws:iam::000000000000:user/waiter is not authorized to perform:"
                  + " sqs:purgequeue on resource: arn:aws:sqs:us-east-1:000000000000:orders because"
                  + " no identity-based policy allows the sqs:purgequeue action")
          .contains("(KMS.DisabledException)")
          .contains("one coffee: 3.20")
          .containsPattern("\"sold\": \\{\\s*\"N\": \"3\"")
          .contains("sqs:PurgeQueue  DENIED")
          .contains("running on port " + program.endpoint().getPort())
          .endsWith("stopped");
      assertThat(output.split("An error occurred", -1)).as(output).hasSize(3);
    }
  }
}
