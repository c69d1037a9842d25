package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.services.iam.IamService;
import io.nephele.services.lambda.invoke.SourceFolders;
import io.nephele.services.sts.StsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions run what their authors work on. */
final class SourceFoldersTest {
  private static final String COUNT =
      "count = 0\ndef handler(event, context):\n  global count\n  count += 1\n  return count\n";

  @TempDir Path root;

  /** Others may read it, as those that functions run as. */
  private void write(String name, String source, Instant changed) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(file, source);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setLastModifiedTime(file, FileTime.from(changed));
  }

  @Test
  void aFolderOfItsNameIsRunAndRunAnewWhenItChanges() throws IOException {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    write("worker/index.py", COUNT, now);
    try (Nephele nephele =
        Nephele.builder()
            .services(
                List.of(
                    new LambdaService(new SourceFolders(root)), new IamService(), new StsService()))
            .virtualClock()
            .start()) {
      TestFunctions functions = new TestFunctions(nephele);
      String role = functions.role("runner");
      functions.python("worker", role, "def handler(e, c):\n  return 'archive'\n");
      functions.python("other", role, "def handler(e, c):\n  return 'archive'\n");
      assertThat(answer(functions, "worker")).isEqualTo("1");
      assertThat(answer(functions, "worker")).isEqualTo("2");
      assertThat(answer(functions, "other")).isEqualTo("\"archive\"");
      write("worker/index.py", COUNT.replace("return count", "return -count"), now.plusSeconds(1));
      assertThat(answer(functions, "worker")).isEqualTo("-1");
      // What a function runs that was published is its archive.
      functions.lambda().publishVersion(p -> p.functionName("worker"));
      assertThat(
              functions
                  .lambda()
                  .invoke(i -> i.functionName("worker").qualifier("1"))
                  .payload()
                  .asUtf8String())
          .isEqualTo("\"archive\"");
    }
  }

  private static String answer(TestFunctions functions, String name) {
    return functions.invoke(name, "{}").payload().asUtf8String();
  }
}
