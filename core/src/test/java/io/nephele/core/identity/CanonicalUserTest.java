package io.nephele.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Canonical user ids. */
final class CanonicalUserTest {
  @Test
  void anAccountIsFoundByItsId() {
    String id = CanonicalUser.of("123456789012");
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(CanonicalUser.accountOf(id)).isEqualTo("123456789012");
    assertThat(CanonicalUser.of("123456789013")).isNotEqualTo(id);
  }

  @Test
  void whatIsNoIdHasNoAccount() {
    assertThat(CanonicalUser.accountOf("0".repeat(64))).isNull();
    assertThat(CanonicalUser.accountOf("x".repeat(64))).isNull();
    assertThat(CanonicalUser.accountOf("123456789012")).isNull();
  }
}
