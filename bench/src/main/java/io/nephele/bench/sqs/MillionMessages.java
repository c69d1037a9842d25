package io.nephele.bench.sqs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** How much memory a million queued messages of 300 bytes take. */
final class MillionMessages {
  private static final long MESSAGES = 1_000_000;

  private MillionMessages() {}

  static void run(Contender server, PrintStream out) throws IOException, InterruptedException {
    double before = server.process().residentMebibytes();
    String queue = server.newQueue();
    long start = System.nanoTime();
    long sent = server.fill(queue, MESSAGES);
    double seconds = (System.nanoTime() - start) / 1e9;
    double resident = server.process().residentMebibytes();
    double peak = server.process().peakResidentMebibytes();
    double heap = server.process().usedHeapMebibytes();
    out.printf(
        Locale.ROOT,
        "%s: %,d messages of %d bytes queued in %.1f s (%,.0f a second); resident %.0f MiB (before %.0f, peak %.0f), heap in use after a"
            + " full collection %.0f MiB (%s)%n",
        server.name(),
        sent,
        Workload.BODY.length(),
        seconds,
        sent / seconds,
        resident,
        before,
        peak,
        heap,
        server.process().memorySettings());
  }
}
