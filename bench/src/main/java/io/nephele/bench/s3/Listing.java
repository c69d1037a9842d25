package io.nephele.bench.s3;

import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists buckets of many keys, and shows how what it costs grows with the bucket. */
final class Listing {
  private static final byte[] BODY = new byte[16];
  private static final int SLICE = 20_000;
  private static final int PAGES = 50;

  private final PrintStream out;

  Listing(PrintStream out) {
    this.out = out;
  }

  /** All keys of a bucket, page by page, on each server. */
  void whole(List<S3Server> servers, int keys) throws IOException, InterruptedException {
    out.printf(Locale.ROOT, "Listing %,d keys in pages of 1,000 with the SDK for Java:%n%n", keys);
    out.println("| | seconds | CPU µs/key |");
    out.println("|---|---:|---:|");
    for (S3Server server : servers) {
      String bucket = "bench-list-" + keys;
      server.client().createBucket(b -> b.bucket(bucket));
      fill(server, bucket, 0, keys);
      list(server, bucket, Integer.MAX_VALUE, null); // once unmeasured
      double cpu = server.process().cpuSeconds();
      long start = System.nanoTime();
      long listed = list(server, bucket, Integer.MAX_VALUE, null);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (listed != keys) {
        throw new IOException(server.name() + " listed " + listed + " of " + keys + " keys");
      }
      out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.1f |%n",
          server.name(),
          seconds,
          (server.process().cpuSeconds() - cpu) * 1e6 / keys);
    }
    out.println();
  }

  /** A page, a put and a get in a bucket of growing size. */
  void growth(S3Server server, List<Integer> sizes) throws IOException, InterruptedException {
    String bucket = "bench-growth";
    server.client().createBucket(b -> b.bucket(bucket));
    out.println("| keys in the bucket | page of 1,000 ms | page of folders ms | put ms | get ms |");
    out.println("|---:|---:|---:|---:|---:|");
    int filled = 0;
    for (int size : sizes) {
      fill(server, bucket, filled, size);
      filled = size;
      out.printf(
          Locale.ROOT,
          "| %,d | %.2f | %.2f | %.3f | %.3f |%n",
          size,
          pages(server, bucket, size, null),
          pages(server, bucket, size, "/"),
          each(server, size, bucket, true),
          each(server, size, bucket, false));
      out.flush();
    }
    out.println();
  }

  private static double pages(S3Server server, String bucket, int keys, String delimiter) {
    list(server, bucket, 5, delimiter);
    long start = System.nanoTime();
    for (int i = 0; i < PAGES; i++) {
      String after = key(i * (keys / PAGES));
      server.client().listObjectsV2(b -> b.bucket(bucket).startAfter(after).delimiter(delimiter));
    }
    return (System.nanoTime() - start) / 1e6 / PAGES;
  }

  private static double each(S3Server server, int keys, String bucket, boolean put)
      throws IOException, InterruptedException {
    RequestBytes[] requests = new RequestBytes[500];
    for (int i = 0; i < requests.length; i++) {
      String key = key((int) ((long) i * keys / requests.length));
      requests[i] = put ? server.put(bucket, key, BODY) : server.get(bucket, key);
    }
    LoadRun load = new LoadRun(server.process().address());
    load.run(1, Duration.ofSeconds(1), () -> new ObjectStep(requests, 0, -1));
    return load.run(1, Duration.ofSeconds(3), () -> new ObjectStep(requests, 0, -1))
            .latency()
            .getMean()
        / 1e6;
  }

  private static long list(S3Server server, String bucket, int pages, String delimiter) {
    long listed = 0;
    String token = null;
    for (int page = 0; page < pages; page++) {
      String from = token;
      ListObjectsV2Response answer =
          server
              .client()
              .listObjectsV2(b -> b.bucket(bucket).continuationToken(from).delimiter(delimiter));
      listed += answer.contents().size();
      token = answer.nextContinuationToken();
      if (token == null) {
        break;
      }
    }
    return listed;
  }

  /** Keys in folders of a hundred. */
  private static String key(int number) {
    return String.format(Locale.ROOT, "folder-%06d/object-%02d", number / 100, number % 100);
  }

  private static void fill(S3Server server, String bucket, int from, int to)
      throws IOException, InterruptedException {
    for (int start = from; start < to; start += SLICE) {
      RequestBytes[] puts = new RequestBytes[Math.min(SLICE, to - start)];
      for (int i = 0; i < puts.length; i++) {
        puts[i] = server.put(bucket, key(start + i), BODY);
      }
      AtomicInteger next = new AtomicInteger();
      new LoadRun(server.process().address())
          .run(16, Duration.ofHours(1), () -> new FillStep(puts, next));
    }
  }
}
