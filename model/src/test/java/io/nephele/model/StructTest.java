package io.nephele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StructTest {
  private final Shape shape = Models.bundled().service("kms").shape("DecryptResponse");

  @Test
  void aFrozenStructCannotBeChanged() {
    Struct struct = new Struct(shape).set("KeyId", "k").freeze();
    assertThat(struct.get("KeyId")).isEqualTo("k");
    assertThatThrownBy(() -> struct.set("KeyId", "other"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sensitiveValuesAreNotPrinted() {
    Struct struct = new Struct(shape).set("KeyId", "k").set("Plaintext", Bytes.utf8("secret"));
    assertThat(struct.toString()).contains("KeyId=k").contains("Plaintext=***");
  }

  @Test
  void aMemberThatTheShapeLacksIsAnError() {
    assertThatThrownBy(() -> new Struct(shape).get("Nope"))
        .hasMessageContaining("has no member Nope");
  }
}
