package io.nephele.services.lambda.environments;

import io.nephele.core.logging.LazyLogger;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What one extension is told of: events are collected and sent to it together. */
final class Subscription {
  private static final System.Logger LOG = new LazyLogger(Subscription.class);
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int FLUSH_MILLIS = 500;
  private static final int MOST_KEPT = 20_000;

  private final SortedSet<String> types;
  private final URI destination;
  private final int maxItems;
  private final int maxBytes;
  private final int timeoutMillis;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<String> kept = new ArrayList<>();
  private int bytes;
  private boolean hurried;
  private boolean sending;
  private boolean closed;

  Subscription(
      SortedSet<String> types, URI destination, int maxItems, int maxBytes, int timeoutMillis) {
    this.types = Collections.unmodifiableSortedSet(types);
    this.destination = destination;
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
    this.timeoutMillis = timeoutMillis;
  }

  SortedSet<String> types() {
    return types;
  }

  void add(String event) {
    lock.lock();
    try {
      if (kept.size() < MOST_KEPT) { // who does not take them does not get them
        kept.add(event);
        bytes += event.length();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void begin() {
    Thread.ofVirtual().name("telemetry").start(this::run);
  }

  private void run() {
    try {
      for (List<String> batch = take(); batch != null; batch = take()) {
        send(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a full batch, or for a while from the first event on; null at the end. */
  private List<String> take() throws InterruptedException {
    lock.lock();
    try {
      sending = false;
      changed.signalAll();
      while (kept.isEmpty() && !closed) {
        changed.await();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      while (!closed && !hurried && left > 0 && kept.size() < maxItems && bytes < maxBytes) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return null;
      }
      List<String> batch = kept;
      kept = new ArrayList<>();
      bytes = 0;
      sending = true;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what is there at once, and waits a while until that is done. */
  void flush() throws InterruptedException {
    lock.lock();
    try {
      hurried = true;
      changed.signalAll();
      long left = TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS);
      while ((sending || !kept.isEmpty()) && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      hurried = false;
    } finally {
      lock.unlock();
    }
  }

  private void send(List<String> batch) {
    try {
      if (destination.getScheme().equals("tcp")) {
        try (Socket socket = new Socket(destination.getHost(), destination.getPort());
            OutputStream out = socket.getOutputStream()) {
          out.write((String.join("\n", batch) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return;
      }
      HttpURLConnection connection = (HttpURLConnection) destination.toURL().openConnection();
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream out = connection.getOutputStream()) {
        out.write(("[" + String.join(",", batch) + "]").getBytes(StandardCharsets.UTF_8));
      }
      connection.getResponseCode();
      connection.disconnect();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "Telemetry cannot be sent to " + destination, e);
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
