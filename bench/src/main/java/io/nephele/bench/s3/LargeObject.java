package io.nephele.bench.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Uploads one large object in parts over four connections and gets it back over one, beside what
 * the loopback and the disk do by themselves in the same run.
 */
final class LargeObject {
  private static final String BUCKET = "bench-large";
  private static final int PART = 64 << 20;
  private static final int CONNECTIONS = 4;

  private final PrintStream out;
  private final int parts;

  LargeObject(PrintStream out, int mebibytes) {
    this.out = out;
    this.parts = Math.max(1, mebibytes / (PART >> 20));
  }

  void run(List<S3Server> servers, Path folder) throws IOException, InterruptedException {
    byte[] part = new byte[PART];
    new Random(1).nextBytes(part);
    double mebibytes = parts * (PART >> 20);
    out.printf("One object of %.0f MB in parts of 64 MB:%n%n", mebibytes);
    out.println("| | upload MB/s | download MB/s | CPU s, both | peak memory MiB |");
    out.println("|---|---:|---:|---:|---:|");
    out.printf(
        Locale.ROOT, "| writing a file | %.0f | | | |%n", mebibytes / writeFile(folder, part));
    out.printf(Locale.ROOT, "| the loopback alone | | %.0f | | |%n", mebibytes / loopback(part));
    for (S3Server server : servers) {
      double cpu = server.process().cpuSeconds();
      server.client().createBucket(b -> b.bucket(BUCKET));
      double up = upload(server, part);
      double down = download(server, (long) parts * PART);
      out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.1f | %.0f |%n",
          server.name(),
          mebibytes / up,
          mebibytes / down,
          server.process().cpuSeconds() - cpu,
          server.process().peakResidentMebibytes());
    }
    out.println();
  }

  private double writeFile(Path folder, byte[] part) throws IOException {
    Path file = Files.createTempFile(folder, "disk-", null);
    long start = System.nanoTime();
    try (OutputStream to = Files.newOutputStream(file)) {
      for (int i = 0; i < parts; i++) {
        to.write(part);
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Files.delete(file);
    return seconds;
  }

  private double loopback(byte[] part) throws IOException, InterruptedException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Socket to = listening.accept()) {
                      for (int i = 0; i < parts; i++) {
                        to.getOutputStream().write(part);
                      }
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      long start = System.nanoTime();
      try (Socket from = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
        drain(from.getInputStream());
      }
      sender.join();
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private double upload(S3Server server, byte[] part) throws InterruptedException {
    String id =
        server.client().createMultipartUpload(b -> b.bucket(BUCKET).key("large")).uploadId();
    long start = System.nanoTime();
    List<Callable<CompletedPart>> uploads = new ArrayList<>();
    for (int number = 1; number <= parts; number++) {
      SdkHttpRequest signed = server.uploadPart(BUCKET, "large", id, number);
      int of = number;
      uploads.add(() -> CompletedPart.builder().partNumber(of).eTag(put(signed, part)).build());
    }
    List<CompletedPart> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (Future<CompletedPart> upload : threads.invokeAll(uploads)) {
        done.add(upload.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(server.name() + ": " + e.getCause(), e);
    }
    server
        .client()
        .completeMultipartUpload(
            b -> b.bucket(BUCKET).key("large").uploadId(id).multipartUpload(m -> m.parts(done)));
    return (System.nanoTime() - start) / 1e9;
  }

  private static String put(SdkHttpRequest signed, byte[] part) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(signed.getUri().toString()).toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(part.length);
    try (OutputStream to = connection.getOutputStream()) {
      to.write(part);
    }
    if (connection.getResponseCode() != 200) {
      throw new IOException("a part was answered " + connection.getResponseCode());
    }
    return connection.getHeaderField("ETag");
  }

  private double download(S3Server server, long size) throws IOException {
    long start = System.nanoTime();
    try (InputStream from = server.client().getObject(b -> b.bucket(BUCKET).key("large"))) {
      long read = drain(from);
      if (read != size) {
        throw new IOException(server.name() + " answered " + read + " bytes instead of " + size);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static long drain(InputStream from) throws IOException {
    byte[] buffer = new byte[256 << 10];
    long read = 0;
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      read += count;
    }
    return read;
  }
}
