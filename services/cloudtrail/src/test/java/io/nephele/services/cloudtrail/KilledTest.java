package io.nephele.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Records of calls that were answered survive the end of the program at any moment. */
final class KilledTest {
  private static final int CALLERS = 4;
  private static final int CALLS = 10;

  @TempDir Path folder;

  @Test
  void everyAnsweredChangeIsOnRecordAfterwards() throws Exception {
    Path data = folder.resolve("data");
    Path left = folder.resolve("left");
    Set<String> made = new HashSet<>();
    try (Nephele nephele = Nephele.builder().store(data).start()) {
      SqsClient sqs =
          Clients.create(SqsClient.class, nephele.endpoint(), "us-east-1", "000000000000");
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String prefix = "q" + i + "-";
        for (int call = 0; call < CALLS; call++) {
          made.add(prefix + call);
        }
        callers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int call = 0; call < CALLS; call++) {
                        String name = prefix + call;
                        sqs.createQueue(q -> q.queueName(name));
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      // What a kill leaves is what is in the folder now: nothing was closed or written out.
      copy(data, left);
    }

    Set<String> found = new HashSet<>();
    try (Nephele nephele = Nephele.builder().store(left).start()) {
      CloudTrailClient trail =
          Clients.create(CloudTrailClient.class, nephele.endpoint(), "us-east-1", "000000000000");
      trail
          .lookupEventsPaginator(l -> {})
          .events()
          .forEach(
              event -> {
                if (event.eventName().equals("CreateQueue")) {
                  found.add(
                      (String)
                          Records.object(Records.json(event), "requestParameters")
                              .get("queueName"));
                }
              });
    }
    assertThat(found).isEqualTo(made);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().endsWith(".sock")) {
          Files.copy(file, target);
        }
      }
    }
  }
}
