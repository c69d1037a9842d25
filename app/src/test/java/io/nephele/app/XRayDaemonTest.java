package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SDKs of X-Ray take the program for a daemon. */
class XRayDaemonTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TRACE = "1-5759e988-bd862e3fe1be46a994272793";

  private static Program start(String port) {
    Map<Setting, String> all = new EnumMap<>(Setting.class);
    all.put(Setting.PORT, "0");
    all.put(Setting.EPHEMERAL, "true");
    all.put(Setting.XRAY_DAEMON, port);
    return Program.start(Configuration.of(new Settings(all)));
  }

  private static void send(Program program, String datagram) throws IOException {
    byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress to =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), program.xrayPort());
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
  }

  /** An unsigned call, as the SDKs send it to a daemon's TCP port. */
  private static String post(Program program, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(program.endpoint().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  @Fact({"xray-008", "xray-020"})
  void datagramsBecomeTraces() throws Exception {
    try (Program program = start("0")) {
      send(program, "no header");
      send(program, "{\"format\":\"json\",\"version\":2}\n{}");
      send(
          program,
          """
          {"format": "json", "version": 1}
          {"trace_id":"%s","id":"53995c3f42cd8ad8","name":"shop",
          "start_time":1.478293361271E9,"end_time":1.478293361449E9}\
          """
              .formatted(TRACE));
      String asked = "{\"TraceIds\":[\"" + TRACE + "\"]}";
      Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
      String answer = post(program, "/Traces", asked);
      while (!answer.contains("53995c3f42cd8ad8") && Instant.now().isBefore(deadline)) {
        answer = post(program, "/Traces", asked);
      }
      assertThat(answer).contains("53995c3f42cd8ad8", "shop");
    }
  }

  @Test
  void samplingRulesAreToldToSdks() throws Exception {
    try (Program program = start("0")) {
      assertThat(post(program, "/GetSamplingRules", "{}")).contains("\"RuleName\":\"Default\"");
      assertThat(
              post(
                  program,
                  "/SamplingTargets",
                  """
                  {"SamplingStatisticsDocuments":[{"RuleName":"Default","ClientID":
                  "aaaaaaaaaaaaaaaaaaaaaaaa","Timestamp":1478293361,"RequestCount":1,
                  "SampledCount":1,"BorrowCount":0}]}\
                  """))
          .contains("\"ReservoirQuota\":1");
    }
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (DatagramSocket taken =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      assertThatThrownBy(() -> start("" + taken.getLocalPort()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("in use by another program");
    }
    assertThatThrownBy(() -> start("many")).isInstanceOf(ConfigurationException.class);
  }
}
