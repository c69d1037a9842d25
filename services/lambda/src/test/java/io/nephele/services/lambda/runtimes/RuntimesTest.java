package io.nephele.services.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which interpreter a runtime gets. */
class RuntimesTest {
  private static final String MACHINE =
      System.getProperty("os.arch").contains("aarch64") ? "arm64" : "x86_64";

  @TempDir Path folder;

  private Launch launch(boolean nearAllowed, String runtime) throws MissingRuntimeException {
    return new Runtimes(nearAllowed, program -> true, () -> folder, JavaCaches.NONE)
        .launch(runtime, MACHINE, "main.handler", 128, null);
  }

  @Test
  void theVersionIsTheOneAskedFor() throws Exception {
    Launch launch = launch(true, "python3.11");
    assertThat(launch.command().getFirst()).endsWith("/python3.11");
    assertThat(launch.note()).isNull();
  }

  @Test
  void aNearOneIsOnlyTakenIfAllowed() throws Exception {
    assertThatThrownBy(() -> launch(false, "java99"))
        .isInstanceOf(MissingRuntimeException.class)
        .hasMessageContaining("This machine has no java 99, only ")
        .hasMessageContaining(Runtimes.NEAR);

    Launch launch = launch(true, "java99");
    assertThat(launch.command().getFirst()).endsWith("/bin/java");
    assertThat(launch.note()).startsWith("This function asks for Java 99 and runs in Java ");
  }

  @Test
  void anotherArchitectureIsRefused() {
    String other = MACHINE.equals("arm64") ? "x86_64" : "arm64";
    assertThatThrownBy(
            () ->
                new Runtimes(true, program -> true, () -> folder, JavaCaches.NONE)
                    .launch("python3.11", other, "main.handler", 128, null))
        .isInstanceOf(MissingRuntimeException.class)
        .hasMessageContaining("The function is of architecture " + other);
  }

  @Test
  void whatCannotBeReachedIsNotTaken() {
    assertThatThrownBy(
            () ->
                new Runtimes(true, program -> false, () -> folder, JavaCaches.NONE)
                    .launch("python3.11", MACHINE, "main.handler", 128, null))
        .hasMessageContaining("This machine has no python 3.11. Install it");
  }
}
