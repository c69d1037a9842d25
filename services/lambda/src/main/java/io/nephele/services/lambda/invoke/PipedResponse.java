package io.nephele.services.lambda.invoke;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.environments.ResponseSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A response on its way from the function to who reads it. Some of it waits here; then the function
 * waits.
 */
public final class PipedResponse implements ResponseSink {
  private static final int MOST_WAITING = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Bytes> pieces = new ArrayDeque<>();
  private boolean begun;
  private boolean abandoned;
  private String contentType;
  private Outcome outcome;
  private AwsException failure;

  @Override
  public void begin(String type) {
    lock.lock();
    try {
      begun = true;
      contentType = type;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    lock.lock();
    try {
      while (pieces.size() >= MOST_WAITING && !abandoned) {
        changed.await();
      }
      if (abandoned) {
        throw new IOException("nobody reads the response any more");
      }
      pieces.add(Bytes.of(Arrays.copyOfRange(bytes, offset, offset + count)));
      changed.signalAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Runs the invocation whose response this is; whoever reads is told of every failure. */
  public void run(Supplier<Outcome> invocation) {
    try {
      end(invocation.get());
    } catch (AwsException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(AwsException.server("ServiceException", 500, "The invocation has failed."));
      throw e;
    }
  }

  /** The invocation has ended. */
  private void end(Outcome result) {
    lock.lock();
    try {
      outcome = result;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There was no invocation. */
  private void fail(AwsException cause) {
    lock.lock();
    try {
      failure = cause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the response begins or the invocation ends; the content type or null. */
  public String awaitBegin() {
    lock.lock();
    try {
      while (!begun && outcome == null && failure == null) {
        changed.awaitUninterruptibly();
      }
      if (failure != null) {
        throw failure;
      }
      return contentType;
    } finally {
      lock.unlock();
    }
  }

  /** The next piece, for which it waits; null at the end. */
  public Bytes next() {
    lock.lock();
    try {
      while (pieces.isEmpty() && outcome == null && failure == null) {
        changed.awaitUninterruptibly();
      }
      Bytes piece = pieces.poll();
      if (piece == null && failure != null) {
        throw failure;
      }
      changed.signalAll();
      return piece;
    } finally {
      lock.unlock();
    }
  }

  /** How the invocation ended, at the end. */
  public Outcome outcome() {
    lock.lock();
    try {
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody reads any more. */
  public void abandon() {
    lock.lock();
    try {
      abandoned = true;
      pieces.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
