package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.stores.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  @TempDir private Path folder;

  private Configuration read(Map<Setting, String> options, Map<String, String> environment) {
    return Configuration.of(Settings.read(options, null, environment, folder));
  }

  private void file(String text) throws IOException {
    Files.writeString(folder.resolve("nephele.yaml"), text);
  }

  @Test
  void hasDefaults() {
    Configuration defaults = read(Map.of(), Map.of("AWS_REGION", "eu-west-1", "AWS_PROFILE", "x"));
    assertThat(defaults.port()).isEqualTo(4566);
    assertThat(defaults.listen()).isEqualTo("127.0.0.1");
    assertThat(defaults.account()).isEqualTo("000000000000");
    assertThat(defaults.region().name()).isEqualTo("us-east-1");
    assertThat(defaults.ephemeral()).isFalse();
    assertThat(defaults.durability()).isEqualTo(Durability.RELAXED);
    assertThat(defaults.detached()).isFalse();
    assertThat(defaults.allowedOrigins()).isEmpty();
    assertThat(defaults.data())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".nephele", "data"));
  }

  @Test
  void prefersOptionsToTheEnvironmentToTheFile() throws IOException {
    file("port: 1003\naccount: 000000000003\nregion: eu-west-3\nephemeral: true\n");
    Configuration read =
        read(
            Map.of(Setting.PORT, "1001"),
            Map.of(
                "NEPHELE_PORT", "1002", "NEPHELE_ACCOUNT", "000000000002", "NEPHELE_REGION", ""));
    assertThat(read.port()).isEqualTo(1001);
    assertThat(read.account()).isEqualTo("000000000002");
    assertThat(read.region().name()).isEqualTo("eu-west-3");
    assertThat(read.ephemeral()).isTrue();
  }

  @Test
  void takesARootKeyAndNeverRepeatsAWrongOne() {
    String key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    Configuration read = read(Map.of(), Map.of("NEPHELE_ROOT_KEY", key));
    assertThat(read.rootKey().toArray()).hasSize(32).startsWith(0, 1, 2);
    assertThat(read.toString()).doesNotContain(key);
    assertThat(read(Map.of(), Map.of()).rootKey()).isNull();
    assertThatThrownBy(() -> read(Map.of(), Map.of("NEPHELE_ROOT_KEY", "c2VjcmV0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "NEPHELE_ROOT_KEY must be 32 bytes in base64, such as openssl rand -base64 32 makes");
  }

  @Test
  void readsListsOfOrigins() throws IOException {
    file("allow-origins: [https://a.test, 'https://b.test:3000']\n");
    assertThat(read(Map.of(), Map.of()).allowedOrigins())
        .containsExactly("https://a.test", "https://b.test:3000");
  }

  @ParameterizedTest
  @CsvSource({
    "PORT, x, a number from 0 to 65535",
    "PORT, 65536, a number from 0 to 65535",
    "PORT, -1, a number from 0 to 65535",
    "ACCOUNT, 12345678901, 12 digits",
    "ACCOUNT, 12345678901x, 12 digits",
    "REGION, mars-1, a region of AWS",
    "EPHEMERAL, maybe, true or false",
    "DURABILITY, maybe, strict or relaxed",
    "ALLOW_ORIGINS, shop.test, origins",
    "DATA, '', a folder"
  })
  void refusesWrongValues(Setting setting, String value, String wanted) {
    assertThatThrownBy(() -> read(Map.of(setting, value), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(setting.option() + " is '" + value + "', but must be " + wanted)
        .hasMessageNotContaining("\n");
  }

  @Test
  void tellsWhereAWrongValueIsFrom() throws IOException {
    assertThatThrownBy(() -> read(Map.of(), Map.of("NEPHELE_PORT", "x")))
        .hasMessageStartingWith("NEPHELE_PORT is 'x'");
    file("port: x\n");
    assertThatThrownBy(() -> read(Map.of(), Map.of())).hasMessageStartingWith("port in ");
  }

  @ParameterizedTest
  @CsvSource({
    "'prot: 1', unknown key 'prot'",
    "'- port', must be a map",
    "'port: {a: b}', must be a single value",
    "'port: [', is not YAML"
  })
  void refusesWrongFiles(String text, String message) throws IOException {
    file(text);
    assertThatThrownBy(() -> read(Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void wantsTheFileThatIsNamed() {
    assertThatThrownBy(() -> Settings.read(Map.of(), "none.yaml", Map.of(), folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none.yaml");
  }

  @Test
  void readsPlainStartsLikeTheLibrary() {
    StartArguments plain =
        StartArguments.parse(
            new String[] {"start", "--port", "1", "--ephemeral", "--data=x", "--config", "c"});
    assertThat(plain.options())
        .isEqualTo(Map.of(Setting.PORT, "1", Setting.EPHEMERAL, "true", Setting.DATA, "x"));
    assertThat(plain.config()).isEqualTo("c");
    for (String line :
        new String[] {
          "stop",
          "start --help",
          "start --port",
          "start --port --data",
          "start x",
          "start --port 1 --port 2",
          "start --ephemeral x",
          "start --bogus 1"
        }) {
      assertThat(StartArguments.parse(line.split(" "))).as(line).isNull();
    }
  }
}
