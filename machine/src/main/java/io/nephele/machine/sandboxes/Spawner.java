package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes on one thread that lives as long as the program: Linux ends those that are to
 * die with their parent already when the thread that started them ends.
 */
final class Spawner {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("spawner").daemon().unstarted(task));

  /** Lets the thread end, and with it what dies with its parent. */
  void close() {
    thread.shutdown();
  }

  Process start(ProcessBuilder builder) throws IOException {
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                try {
                  return builder.start();
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              },
              thread)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
