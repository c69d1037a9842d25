package io.nephele.bench.worlds;

import io.nephele.api.sqs.CreateQueueRequest;
import io.nephele.api.sqs.DeleteMessageRequest;
import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.SendMessageBatchRequest;
import io.nephele.api.sqs.SendMessageBatchRequestEntry;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.worlds.DiffOptions;
import io.nephele.core.worlds.DiffText;
import io.nephele.core.worlds.Worlds;
import io.nephele.embedded.Nephele;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What it costs to fork, restore, compare, export and import a world with many queued messages. In
 * one process, without HTTP. Prints Markdown.
 */
public final class WorldsBenchmark {
  private static final int ROUNDS = 21;
  private static final int CONSUMED = 20_000;
  private static final double MEBIBYTE = 1 << 20;

  private final Nephele nephele;
  private final Region region = Regions.find("us-east-1");
  private final Principal root = Principal.root(region.partition(), "000000000000");

  private WorldsBenchmark(Nephele nephele) {
    this.nephele = nephele;
  }

  /** Takes how many messages, a million if not said, and a data folder, in memory if not said. */
  public static void main(String[] arguments) throws IOException {
    int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    Nephele.Builder builder = Nephele.builder();
    if (arguments.length > 1) {
      builder.store(Path.of(arguments[1]));
    }
    try (Nephele nephele = builder.start()) {
      new WorldsBenchmark(nephele).run(messages);
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private void run(int messages) throws IOException {
    World main = nephele.world();
    String url = call(main, new CreateQueueRequest().queueName("many"));
    say("messages", "%,.0f", messages);
    say("send them, 10 a call", "%.1f s", seconds(() -> send(main, url, messages)));
    say("memory used", "%.0f MiB", usedMemory() / MEBIBYTE);
    say("receive + delete, not forked", "%,.0f/s", rate(main, url));

    Worlds worlds = nephele.worlds();
    say("fork (median of " + ROUNDS + ")", "%.2f ms", median(i -> worlds.fork("default", "f" + i)));
    say("delete a fork", "%.2f ms", median(i -> worlds.delete("f" + i)));
    long before = usedMemory();
    worlds.fork("default", "fork");
    say("memory that a fork costs", "%.2f MiB", (usedMemory() - before) / MEBIBYTE);
    say("first receive in it", "%.1f ms", 1000 * seconds(() -> receive(worlds.find("fork"), url)));
    say("receive + delete in it", "%,.0f/s", rate(worlds.find("fork"), url));
    say("memory after that", "%.2f MiB more", (usedMemory() - before) / MEBIBYTE);
    say("receive + delete in the original", "%,.0f/s", rate(main, url));

    worlds.snapshot("default", "before");
    send(main, url, 500);
    StringBuilder text = new StringBuilder();
    DiffOptions options = DiffOptions.DEFAULT;
    say(
        "diff of 500 messages",
        "%.1f ms",
        1000
            * seconds(
                () ->
                    worlds.compare(
                        "before", "default", options, new DiffText(text, "before", "default"))));
    say("restore", "%.2f ms", 1000 * seconds(() -> worlds.restore("default", "before")));

    Path file = Files.createTempFile("world", ".nephele");
    try {
      say("export", "%.1f s", seconds(() -> export(worlds, file)));
      say("file", "%.0f MiB", Files.size(file) / MEBIBYTE);
      say("import", "%.1f s", seconds(() -> importFrom(worlds, file)));
    } finally {
      Files.delete(file);
    }
  }

  private static void export(Worlds worlds, Path file) throws IOException {
    try (OutputStream to = Files.newOutputStream(file)) {
      worlds.exportTo(to, "default", "bench");
    }
  }

  private static void importFrom(Worlds worlds, Path file) throws IOException {
    try (InputStream from = Files.newInputStream(file)) {
      worlds.importFrom(from, "imported", false);
    }
  }

  private String call(World world, CreateQueueRequest request) {
    return world.call(Sqs.CreateQueue, request, root, region).queueUrl();
  }

  private void send(World world, String url, int messages) {
    for (int sent = 0; sent < messages; sent += 10) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        entries.add(
            new SendMessageBatchRequestEntry()
                .id("m" + i)
                .messageBody("message " + (sent + i) + " " + "x".repeat(80)));
      }
      world.call(
          Sqs.SendMessageBatch,
          new SendMessageBatchRequest().queueUrl(url).entries(entries),
          root,
          region);
    }
  }

  private List<Message> receive(World world, String url) {
    ReceiveMessageRequest request =
        new ReceiveMessageRequest().queueUrl(url).maxNumberOfMessages(10);
    return world.call(Sqs.ReceiveMessage, request, root, region).messages();
  }

  /** Messages a second that one consumer receives in tens and deletes one by one. */
  private double rate(World world, String url) throws IOException {
    double seconds =
        seconds(
            () -> {
              for (int done = 0; done < CONSUMED; ) {
                for (Message message : receive(world, url)) {
                  world.call(
                      Sqs.DeleteMessage,
                      new DeleteMessageRequest()
                          .queueUrl(url)
                          .receiptHandle(message.receiptHandle()),
                      root,
                      region);
                  done++;
                }
              }
            });
    return CONSUMED / seconds;
  }

  private interface Numbered {
    void run(int number) throws IOException;
  }

  private static double median(Numbered task) throws IOException {
    double[] millis = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      int number = i;
      millis[i] = 1000 * seconds(() -> task.run(number));
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }

  private static double seconds(Task task) throws IOException {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void say(String what, String format, double value) {
    System.out.printf(Locale.ROOT, "| %s | " + format + " |%n", what, value);
  }
}
