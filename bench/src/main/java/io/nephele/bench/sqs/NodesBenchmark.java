package io.nephele.bench.sqs;

import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.Step;
import io.nephele.bench.process.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Throughput of SQS with one, two and more nodes on one PostgreSQL, started here; database, nodes
 * and client share this machine. Prints Markdown.
 */
@Command(name = "nodes", mixinStandardHelpOptions = true, sortOptions = false)
public final class NodesBenchmark implements Callable<Integer> {
  private static final double TICKS_A_SECOND = 100;
  private static final String BODY = "x".repeat(300);

  @Option(names = "--nephele", required = true, description = "a command with @port and @database")
  private String command;

  @Option(names = "--nodes", split = ",", defaultValue = "1,2,4", description = "${DEFAULT-VALUE}")
  private List<Integer> nodes;

  @Option(
      names = "--connections",
      defaultValue = "16",
      description = "of all nodes together (${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "of each window (${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--logs",
      defaultValue = "bench/target/logs",
      description = "the folder of the nodes' output (${DEFAULT-VALUE})")
  private Path logs;

  private Path data;

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new NodesBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(logs);
    data = Files.createTempDirectory("nephele-nodes");
    System.out.println(
        "| queues | nodes | send msg/s | CPU µs/msg of nodes | of database | receive + delete msg/s |"
            + " CPU µs/msg of nodes | of database |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data.resolve("pg"))
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      for (boolean shared : new boolean[] {true, false}) {
        for (int size : nodes) {
          measure(postgres, size, shared);
        }
      }
    }
    return 0;
  }

  private void measure(EmbeddedPostgres postgres, int size, boolean shared) throws Exception {
    String schema = (shared ? "one" : "many") + size;
    execute(postgres, "CREATE SCHEMA " + schema);
    String database =
        "postgresql://postgres@localhost:"
            + postgres.getPort()
            + "/postgres?currentSchema="
            + schema;
    List<ServerProcess> servers = new ArrayList<>();
    try {
      for (int i = 0; i < size; i++) {
        servers.add(start(database, logs.resolve(schema + "-" + i + ".log").toFile()));
      }
      List<String> urls = new ArrayList<>();
      SqsClient first = new SqsClient(servers.getFirst().address());
      for (int i = 0; i < (shared ? 1 : connections); i++) {
        urls.add(first.createQueue("bench" + i));
      }
      run(servers, urls, true, 5); // warms up
      run(servers, urls, false, 3);
      Sample sent = run(servers, urls, true, seconds);
      Sample received = run(servers, urls, false, seconds);
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %s | %s |%n",
          shared ? "one" : "one for each connection",
          size,
          sent,
          received);
      System.out.flush();
    } finally {
      servers.forEach(ServerProcess::close);
      execute(postgres, "DROP SCHEMA " + schema + " CASCADE");
    }
  }

  private record Sample(double rate, double nodeMicros, double databaseMicros) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.0f | %.0f | %.0f", rate, nodeMicros, databaseMicros);
    }
  }

  /** Has the connections, spread over the nodes, send or receive and delete. */
  private Sample run(List<ServerProcess> servers, List<String> urls, boolean send, int time)
      throws Exception {
    double nodeCpu = cpu(servers);
    double databaseCpu = databaseCpu();
    List<Future<LoadResult>> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(servers.size())) {
      for (int i = 0; i < servers.size(); i++) {
        InetSocketAddress address = servers.get(i).address();
        int from = i;
        parts.add(threads.submit(() -> load(address, from, servers.size(), urls, send, time)));
      }
    }
    long messages = 0;
    double rate = 0;
    for (Future<LoadResult> part : parts) {
      try {
        messages += part.get().messages();
        rate += part.get().rate();
      } catch (ExecutionException e) {
        throw new IOException("A node failed: " + e.getCause().getMessage(), e);
      }
    }
    double perMessage = 1e6 / Math.max(1, messages);
    return new Sample(
        rate, (cpu(servers) - nodeCpu) * perMessage, (databaseCpu() - databaseCpu) * perMessage);
  }

  private LoadResult load(
      InetSocketAddress address, int node, int size, List<String> urls, boolean send, int time)
      throws IOException {
    SqsClient client = new SqsClient(address);
    int[] next = {node};
    Supplier<Step> steps =
        () -> {
          String url = urls.get(next[0] % urls.size());
          next[0] += size;
          return send
              ? new SendStep(
                  client
                      .request("SendMessage")
                      .add("{\"QueueUrl\":\"" + url + "\",\"MessageBody\":\"" + BODY + "\"}")
                      .finish(),
                  1)
              : ReceiveStep.single(client, url);
        };
    return new LoadRun(address).run(connections / size, Duration.ofSeconds(time), steps);
  }

  private ServerProcess start(String database, File log) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      words.add(word.replace("@port", String.valueOf(port)).replace("@database", database));
    }
    return ServerProcess.start(words, port, log);
  }

  private static double cpu(List<ServerProcess> servers) throws IOException {
    double sum = 0;
    for (ServerProcess server : servers) {
      sum += server.cpuSeconds();
    }
    return sum;
  }

  /** Processor time of the database's processes, in seconds. */
  private double databaseCpu() throws IOException {
    long main = Long.parseLong(Files.readAllLines(data.resolve("pg/postmaster.pid")).getFirst());
    double sum = 0;
    Stream<ProcessHandle> all =
        Stream.concat(
            ProcessHandle.of(main).stream(),
            ProcessHandle.of(main).stream().flatMap(ProcessHandle::children));
    for (ProcessHandle each : all.toList()) {
      Path stat = Path.of("/proc", String.valueOf(each.pid()), "stat");
      if (Files.exists(stat)) {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        sum += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
      }
    }
    return sum;
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
