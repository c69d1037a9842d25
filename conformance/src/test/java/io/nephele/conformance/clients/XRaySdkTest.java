package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.config.DaemonConfiguration;
import com.amazonaws.xray.emitters.Emitter;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.strategy.sampling.AllSamplingStrategy;
import io.nephele.junit.Fact;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDKs of X-Ray, which take the program for a daemon. */
class XRaySdkTest {
  @TempDir Path folder;

  @Test
  @Fact("xray-001")
  void requestsAreTracedThroughFunctionsToTables() {
    ExternalTool.assumePresent("python3", "-c", "import boto3, aws_xray_sdk");
    try (NepheleProgram program = NepheleProgram.start(folder, "--xray-daemon", "0")) {
      assertThat(
              ExternalTool.in(folder, program.endpoint())
                  .files("", "xray_sdk.py")
                  .run("python3", "xray_sdk.py", program.xrayPort())
                  .succeeded())
          .endsWith("all well");
    }
  }

  @Test
  void programsOfNodeAreTraced() {
    try (NepheleProgram program = NepheleProgram.start(folder, "--xray-daemon", "0")) {
      Path scripts = JavaScriptSdk.folder(program.endpoint());
      assertThat(
              ExternalTool.in(scripts, program.endpoint())
                  .run("node", "xray.mjs", program.xrayPort())
                  .succeeded())
          .endsWith("all well");
    }
  }

  @Test
  void programsInJavaAreTraced() throws Exception {
    try (NepheleProgram program = NepheleProgram.start(folder, "--xray-daemon", "0")) {
      DaemonConfiguration daemon = new DaemonConfiguration();
      daemon.setDaemonAddress(
          "tcp:" + program.endpoint().getAuthority() + " udp:127.0.0.1:" + program.xrayPort());
      AWSXRayRecorder recorder =
          AWSXRayRecorderBuilder.standard()
              .withEmitter(Emitter.create(daemon))
              .withSamplingStrategy(new AllSamplingStrategy())
              .build();
      Segment segment = recorder.beginSegment("shop");
      segment.putAnnotation("customer", "c-17");
      recorder.beginSubsegment("look").putMetadata("depth", 3);
      recorder.endSubsegment();
      recorder.endSegment();
      String document = document(program, segment.getTraceId().toString());
      assertThat(document).contains("shop", "c-17", "look", "depth");
    }
  }

  /** The segments of a trace, when they are there. */
  private static String document(NepheleProgram program, String trace) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(program.endpoint().resolve("/Traces"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"TraceIds\":[\"" + trace + "\"]}"))
            .build();
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    try (HttpClient client = HttpClient.newHttpClient()) {
      String answer = "";
      while (!answer.contains("shop") && Instant.now().isBefore(deadline)) {
        answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      }
      return answer;
    }
  }
}
