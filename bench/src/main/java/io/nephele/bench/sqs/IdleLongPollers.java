package io.nephele.bench.sqs;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a thousand consumers waiting on an empty queue cost, and whether each gets its message when
 * one comes.
 */
final class IdleLongPollers {
  private static final int POLLERS = 1_000;
  private static final int SECONDS = 10;

  private IdleLongPollers() {}

  static void run(Contender server, PrintStream out) throws IOException, InterruptedException {
    String queue = server.newQueue();
    RequestBytes receive =
        server
            .client()
            .request("ReceiveMessage")
            .add(
                "{\"QueueUrl\":\"" + queue + "\",\"WaitTimeSeconds\":20,\"MaxNumberOfMessages\":1}")
            .finish();
    List<HttpConnection> pollers = new ArrayList<>();
    try {
      for (int i = 0; i < POLLERS; i++) {
        HttpConnection connection = new HttpConnection(server.client().address());
        pollers.add(connection);
        connection.send(receive);
      }
      Thread.sleep(3_000);
      double cpu = server.process().cpuSeconds();
      Thread.sleep(SECONDS * 1_000L);
      double spent = server.process().cpuSeconds() - cpu;
      long threads = server.process().threads();
      double resident = server.process().residentMebibytes();
      server.fill(queue, POLLERS);
      int served = receive(pollers);
      out.printf(
          Locale.ROOT,
          "%s: %,d idle long pollers: %.2f s CPU in %d s, %d operating system threads, resident %.0f MiB; then a message each: %,d served%n",
          server.name(),
          POLLERS,
          spent,
          SECONDS,
          threads,
          resident,
          served);
    } finally {
      for (HttpConnection poller : pollers) {
        poller.close();
      }
    }
  }

  private static int receive(List<HttpConnection> pollers) throws IOException {
    JsonStrings handles = new JsonStrings("ReceiptHandle");
    int served = 0;
    for (HttpConnection poller : pollers) {
      poller.receive();
      SqsClient.check(poller);
      served += handles.find(poller);
    }
    return served;
  }
}
