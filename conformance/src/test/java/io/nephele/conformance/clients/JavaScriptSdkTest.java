package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The AWS SDK for JavaScript v3. */
@NepheleTest(virtualClock = false, scope = NepheleTest.Scope.METHOD)
class JavaScriptSdkTest {
  private static void runs(String program, URI endpoint) {
    Path folder = JavaScriptSdk.folder(endpoint);
    assertThat(ExternalTool.in(folder, endpoint).run("node", program).succeeded())
        .endsWith("all well");
  }

  @Test
  void sqsWorksAsItsDocumentationShows(URI endpoint) {
    runs("sqs.mjs", endpoint);
  }

  @Test
  void s3WorksAsItsDocumentationShows(URI endpoint) {
    runs("s3.mjs", endpoint);
  }

  @Test
  void messagesGoThroughTopicsStreamsAndBusesAndFunctionsRun(URI endpoint) {
    runs("messaging.mjs", endpoint);
  }

  @Test
  void rolesGiveTemporaryCredentials(URI endpoint) {
    runs("identity.mjs", endpoint);
  }
}
