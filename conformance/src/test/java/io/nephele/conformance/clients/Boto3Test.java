package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** boto3, the AWS SDK for Python. */
@NepheleTest(virtualClock = false, scope = NepheleTest.Scope.METHOD)
class Boto3Test {
  private Path folder;

  @BeforeAll
  static void present() {
    ExternalTool.assumePresent("python3", "-c", "import boto3");
  }

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    folder = temporary;
  }

  private void runs(URI endpoint, String program, String... arguments) {
    String[] line = new String[arguments.length + 2];
    line[0] = "python3";
    line[1] = program;
    System.arraycopy(arguments, 0, line, 2, arguments.length);
    assertThat(ExternalTool.in(folder, endpoint).files("", program).run(line).succeeded())
        .endsWith("all well");
  }

  @Test
  void sqsWorksAsItsDocumentationShows(URI endpoint) {
    runs(endpoint, "boto3_sqs.py");
  }

  @Test
  void s3WorksAsItsDocumentationShows(URI endpoint) {
    runs(endpoint, "boto3_s3.py");
  }

  @Test
  void messagesGoThroughTopicsStreamsAndBuses(URI endpoint) {
    runs(endpoint, "boto3_messaging.py");
  }

  @Test
  void functionsRun(URI endpoint) {
    runs(endpoint, "boto3_lambda.py");
  }

  @Test
  @Fact({"ssm-008", "ssm-010", "secretsmanager-004", "secretsmanager-014"})
  void functionsReadParametersAndRotateSecrets(URI endpoint) {
    runs(endpoint, "boto3_secrets.py");
  }

  @Test
  void rolesGiveTemporaryCredentials(URI endpoint) {
    runs(endpoint, "boto3_identity.py");
  }

  /**
   * The program signs with the time of the machine. A world that is 14 minutes behind still takes
   * its signatures, and so it does when its time is put forward to 3 minutes ahead; by then
   * credentials of 15 minutes are over.
   */
  @Test
  void credentialsAndUrlsExpire() {
    VirtualClock clock =
        new VirtualClock(Clock.systemUTC().instant().minus(Duration.ofMinutes(14)));
    try (Nephele nephele = Nephele.builder().clock(clock).start()) {
      runs(nephele.endpoint(), "boto3_expiry.py", "issue");
      clock.advance(Duration.ofMinutes(17));
      runs(nephele.endpoint(), "boto3_expiry.py", "refused");
    }
  }
}
