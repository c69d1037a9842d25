package io.nephele.services.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that is killed while it takes records. */
final class KilledTest {
  private static final int CLIENTS = 4;
  private static final int ENOUGH = 200;

  /** Serves a folder until it is killed. */
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws IOException {
      Nephele nephele = Nephele.builder().store(Path.of(args[0])).start();
      System.out.println(nephele.endpoint());
      System.in.transferTo(System.out);
    }
  }

  @Test
  void whatWasAcknowledgedIsDelivered(@TempDir Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                folder.resolve("world").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<String> acknowledged;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      acknowledged = putUntilKilled(URI.create(output.readLine()), process);
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);

    VirtualClock clock = new VirtualClock(Instant.now());
    try (Nephele nephele = Nephele.builder().store(folder.resolve("world")).clock(clock).start();
        S3Client s3 = client(S3Client.class, nephele.endpoint())) {
      clock.advance(Duration.ofMinutes(20));
      Set<String> delivered = new HashSet<>();
      for (String key : Streams.keys(s3, Streams.BUCKET)) {
        delivered.addAll(List.of(Streams.text(s3, Streams.BUCKET, key).split(";")));
      }
      assertThat(delivered).containsAll(acknowledged);
    }
  }

  /** Puts by some clients at once and kills the server in the middle of it. */
  private static Set<String> putUntilKilled(URI endpoint, Process process)
      throws InterruptedException {
    try (IamClient iam = client(IamClient.class, endpoint);
        S3Client s3 = client(S3Client.class, endpoint);
        FirehoseClient firehose = client(FirehoseClient.class, endpoint)) {
      Streams.role(iam);
      s3.createBucket(b -> b.bucket(Streams.BUCKET));
      Streams.create(firehose, "s", d -> d.bufferingHints(b -> b.intervalInSeconds(900)));
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      CountDownLatch enough = new CountDownLatch(ENOUGH);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String name = "c" + i;
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        for (int n = 0; ; n++) {
                          String record = name + "-" + n;
                          Streams.put(firehose, "s", record + ";");
                          acknowledged.add(record);
                          enough.countDown();
                        }
                      } catch (SdkException e) {
                        // The server is gone.
                      }
                    }));
      }
      enough.await();
      process.destroyForcibly();
      for (Thread thread : threads) {
        thread.join();
      }
      return acknowledged;
    }
  }

  private static <T extends SdkClient> T client(Class<T> type, URI endpoint) {
    return Clients.create(type, endpoint, "us-east-1", "000000000000");
  }
}
