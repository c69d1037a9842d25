package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalStackSettingsTest {
  @TempDir private Path folder;

  private Settings settings(Map<String, String> environment) {
    return Settings.read(Map.of(), null, environment, folder);
  }

  private List<String> hints(Map<String, String> environment) {
    return settings(environment).hints(Set.of("sqs", "iam"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.2:4567, 127.0.0.2, 4567",
    "'0.0.0.0:4566,0.0.0.0:443', 0.0.0.0, 4566",
    ":4568, 127.0.0.1, 4568",
    "0.0.0.0, 0.0.0.0, 4566",
    "[::1]:4569, ::1, 4569"
  })
  void takesAddresses(String value, String listen, int port) {
    Configuration configuration = Configuration.of(settings(Map.of("GATEWAY_LISTEN", value)));
    assertThat(configuration.listen()).isEqualTo(listen);
    assertThat(configuration.port()).isEqualTo(port);
  }

  @Test
  void takesWhatHasAnEquivalent() {
    Configuration configuration =
        Configuration.of(
            settings(
                Map.of(
                    "EDGE_PORT", "1234",
                    "EDGE_BIND_HOST", "0.0.0.0",
                    "LOCALSTACK_PERSISTENCE", "0",
                    "DATA_DIR", folder.resolve("state").toString(),
                    "DEFAULT_REGION", "eu-central-1",
                    "EXTRA_CORS_ALLOWED_ORIGINS", "https://a.test,https://b.test",
                    "EAGER_SERVICE_LOADING", "1")));
    assertThat(configuration.port()).isEqualTo(1234);
    assertThat(configuration.listen()).isEqualTo("0.0.0.0");
    assertThat(configuration.ephemeral()).isTrue();
    assertThat(configuration.data()).isEqualTo(folder.resolve("state"));
    assertThat(configuration.region().name()).isEqualTo("eu-central-1");
    assertThat(configuration.allowedOrigins()).containsExactly("https://a.test", "https://b.test");
    assertThat(configuration.eager()).isTrue();
    assertThat(
            Configuration.of(settings(Map.of("PERSISTENCE", "1", "DISABLE_CORS_CHECKS", "1")))
                .allowedOrigins())
        .containsExactly("*");
    assertThat(Configuration.of(settings(Map.of("DISABLE_CORS_CHECKS", "0"))).allowedOrigins())
        .isEmpty();
  }

  @Test
  void putsNephelesOwnFirst() throws IOException {
    Map<String, String> environment =
        Map.of("GATEWAY_LISTEN", "0.0.0.0:1", "NEPHELE_PORT", "2", "EDGE_PORT", "3");
    assertThat(settings(environment).get(Setting.PORT)).isEqualTo("2");
    assertThat(settings(environment).get(Setting.LISTEN)).isEqualTo("0.0.0.0");
    assertThat(hints(environment))
        .containsExactly(
            "GATEWAY_LISTEN is taken as --listen=0.0.0.0",
            "EDGE_PORT has no effect: another variable goes before it");
    Files.writeString(folder.resolve("nephele.yaml"), "port: 4\nlisten: 127.0.0.1\n");
    assertThat(settings(Map.of("GATEWAY_LISTEN", "0.0.0.0:1")).get(Setting.PORT)).isEqualTo("4");
    assertThat(hints(Map.of("EDGE_PORT", "1")))
        .containsExactly(
            "EDGE_PORT has no effect: port in "
                + folder.resolve("nephele.yaml")
                + " goes before it");
  }

  @Test
  void tellsTheUserOnce() {
    assertThat(hints(Map.of())).isEmpty();
    assertThat(hints(Map.of("GATEWAY_LISTEN", "0.0.0.0:4566,0.0.0.0:443")))
        .containsExactly(
            "GATEWAY_LISTEN is taken as --port=4566 --listen=0.0.0.0",
            "of GATEWAY_LISTEN only the first address is taken; TLS is on the same port");
    assertThat(hints(Map.of("SERVICES", "sqs, s3,lambda")))
        .containsExactly(
            "SERVICES has no effect: every service is there, and costs nothing until it is"
                + " called; not implemented yet: s3, lambda");
    assertThat(hints(Map.of("LAMBDA_EXECUTOR", "docker", "LAMBDA_DOCKER_NETWORK", "n")))
        .containsExactly(
            "LAMBDA_DOCKER_NETWORK, LAMBDA_EXECUTOR have no effect: lambda is not implemented yet");
    assertThat(hints(Map.of("SQS_ENDPOINT_STRATEGY", "domain")).getFirst())
        .startsWith("SQS_ENDPOINT_STRATEGY has no effect: queue URLs are ");
  }

  @Test
  void saysNothingWhereNothingIsDifferent() {
    assertThat(
            hints(
                Map.of(
                    "DEBUG", "0",
                    "SQS_ENDPOINT_STRATEGY", "off",
                    "ENFORCE_IAM", "1",
                    "DISABLE_EVENTS", "True",
                    "LOCALSTACK_USE_SSL", "false")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GATEWAY_LISTEN, 0.0.0.0:x, a number from 0 to 65535",
    "EDGE_PORT, http, a number from 0 to 65535",
    "PERSISTENCE, maybe, true or false",
    "DEFAULT_REGION, mars-1, a region of AWS",
    "EAGER_SERVICE_LOADING, x, true or false"
  })
  void namesTheVariableWhoseValueIsWrong(String variable, String value, String wanted) {
    Settings settings = settings(Map.of(variable, value));
    assertThatThrownBy(() -> Configuration.of(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(variable + " is '")
        .hasMessageContaining("but must be " + wanted);
  }
}
