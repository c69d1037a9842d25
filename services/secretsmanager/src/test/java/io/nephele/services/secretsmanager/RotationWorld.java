package io.nephele.services.secretsmanager;

import io.nephele.core.World;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.services.kms.KmsService;
import java.util.List;
import software.amazon.awssdk.core.SdkClient;

/** A Nephele with secrets, keys, the functions that rotate and an ear for events. */
final class RotationWorld implements AutoCloseable {
  private final Nephele nephele =
      Nephele.builder()
          .virtualClock()
          .services(
              List.of(
                  new SecretsManagerService(),
                  new KmsService(),
                  new RotatingFunctions(),
                  new HeardEvents()))
          .start();

  <C extends SdkClient> C client(Class<C> type, String region) {
    return Clients.create(type, nephele.endpoint(), region, "000000000000");
  }

  World world() {
    return nephele.world();
  }

  VirtualClock clock() {
    return (VirtualClock) nephele.world().clock();
  }

  @Override
  public void close() {
    nephele.close();
  }
}
