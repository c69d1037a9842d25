package io.nephele.services.s3.objectlambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.s3.WriteGetObjectResponseRequest;
import io.nephele.model.AwsException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who asked and the function that answers wait for one another. */
final class PendingRequestTest {
  private static final AwsException ENDED = AwsException.server("Ended", 500, "ended");

  private final PendingRequest pending = new PendingRequest("token", null, null, null);

  private boolean answer() {
    InputStream body = new ByteArrayInputStream("text".getBytes(StandardCharsets.UTF_8));
    return pending.answer(new WriteGetObjectResponseRequest(), body);
  }

  @Test
  void theFunctionGoesOnWhenItsAnswerIsRead() throws Exception {
    assertThat(answer()).isTrue();
    assertThat(answer()).isFalse();
    assertThat(new String(pending.await().body().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("text");
    pending.awaitConsumption();
  }

  @Test
  void theFunctionGoesOnWhenItsAnswerIsNotWanted() throws Exception {
    answer();
    pending.await().discard();
    pending.awaitConsumption();
  }

  @Test
  void whoAskedIsToldWhenTheFunctionEnds() throws Exception {
    pending.end(ENDED);
    assertThatThrownBy(pending::await).isSameAs(ENDED);
    assertThat(answer()).isFalse();
    pending.awaitConsumption();
  }

  @Test
  void anAnswerIsGivenThoughTheFunctionHasEnded() {
    answer();
    pending.end(ENDED);
    assertThat(pending.await().response()).isNotNull();
  }
}
