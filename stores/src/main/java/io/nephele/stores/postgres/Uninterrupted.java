package io.nephele.stores.postgres;

import java.sql.SQLException;

/**
 * Talks to a database where no interrupt can reach. A socket closes itself when a virtual thread
 * that uses it is interrupted, and interrupting is how requests are cancelled here: it would cost
 * the connection, and leave it open what became of a transaction that was being committed.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Something to do with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /** Does it, however often this thread is interrupted meanwhile; it stays interrupted. */
  static <T> T run(Work<T> work) throws SQLException {
    if (!Thread.currentThread().isVirtual()) {
      return work.run(); // its sockets do not mind
    }
    Task<T> task = new Task<>(work);
    Thread thread = Thread.startVirtualThread(task);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return task.outcome();
  }

  private static final class Task<T> implements Runnable {
    private final Work<T> work;
    private T result;
    private Throwable failure;

    private Task(Work<T> work) {
      this.work = work;
    }

    @Override
    @SuppressWarnings("CatchAndPrintStackTrace") // handed to the thread that waits
    public void run() {
      try {
        result = work.run();
      } catch (SQLException | RuntimeException | Error e) {
        failure = e;
      }
    }

    private T outcome() throws SQLException {
      return switch (failure) {
        case null -> result;
        case SQLException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      };
    }
  }
}
