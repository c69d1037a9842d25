package io.nephele.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
  @Test
  void readsAllParts() {
    DatabaseAddress address =
        DatabaseAddress.parse(
            "postgresql://us%40er:p%3Aw+d@db.test:6543/my%2Fworld?sslmode=require&connections=5"
                + "&currentSchema=x");
    assertThat(address.driverUrl())
        .isEqualTo("jdbc:postgresql://db.test:6543/my%2Fworld?sslmode=require&currentSchema=x");
    assertThat(address.driverProperties())
        .containsEntry("user", "us@er")
        .containsEntry("password", "p:w+d");
    assertThat(address.connections()).isEqualTo(5);
    assertThat(address).hasToString("postgresql://us@er@db.test:6543/my/world");
  }

  @Test
  void takesPostgresqlsDefaults() {
    DatabaseAddress address = DatabaseAddress.parse("postgres:///");
    String user = System.getProperty("user.name");
    assertThat(address).hasToString("postgresql://" + user + "@localhost/" + user);
    assertThat(address.driverProperties()).doesNotContainKey("password");
    assertThat(DatabaseAddress.parse("postgresql://ann@h").driverUrl())
        .isEqualTo("jdbc:postgresql://h/ann");
  }

  @Test
  void takesSeveralHosts() {
    assertThat(DatabaseAddress.parse("postgresql://a:b@h1:1,h2/d").driverUrl())
        .isEqualTo("jdbc:postgresql://h1:1,h2/d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "mysql://u:secret@h/d",
        "jdbc:postgresql://u:secret@h/d",
        "postgresql:u:secret@h/d",
        "postgresql://u:secret@h/d e",
        "postgresql://u:secret@h/d#e",
        "postgresql://u:secret@h/d?connections=1",
        "postgresql://u:secret@h/d?connections=x"
      })
  void refusesOthersWithoutRepeatingThem(String text) {
    assertThatThrownBy(() -> DatabaseAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
