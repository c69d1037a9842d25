package io.nephele.services.lambda.environments;

import io.nephele.machine.MachineTime;
import io.nephele.model.Bytes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one run of a runtime and its environment say to each other: the runtime asks for the next
 * invocation and answers it, the environment waits for that or for the runtime's end.
 */
final class RuntimeConversation {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean waiting;
  private Event offered;
  private Event current;
  private Answer answer;
  private Failure initFailure;
  private String end;
  private boolean closed;

  /** Whether the runtime waits to be restored, and whether it was. */
  private boolean waitingToBeRestored;

  private boolean restored;

  /**
   * An invocation as the runtime gets it.
   *
   * @param deadlineMillis when it times out, in the machine's time
   */
  record Event(Invocation invocation, long deadlineMillis) {
    String requestId() {
      return invocation.requestId();
    }
  }

  /** An error that the runtime told of. */
  record Failure(String type, Bytes document) {}

  /**
   * How the runtime answered.
   *
   * @param payload the response, or empty where it was streamed
   * @param failure the error, or null
   */
  record Answer(Bytes payload, String contentType, boolean streamed, long bytes, Failure failure) {}

  /** What an environment waits for. */
  enum Awaited {
    /** The runtime waits for an invocation, and answered what it had, or to be restored. */
    READY,
    /** The runtime said that it cannot be initialised. */
    FAILED,
    /** The runtime's process ended. */
    ENDED,
    /** Nothing in time. */
    LATE
  }

  /** The runtime asks for an invocation; null when there are no more. */
  Event next() throws InterruptedException {
    lock.lock();
    try {
      if (current != null && answer == null) {
        return current; // it asks again without an answer: as AWS, it gets the same
      }
      waiting = true;
      changed.signalAll();
      while (offered == null && !closed) {
        changed.await();
      }
      waiting = false;
      if (closed) {
        return null;
      }
      current = offered;
      offered = null;
      answer = null;
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** The runtime can be restored from here on; waits until it is, false if it never will be. */
  boolean awaitRestored() throws InterruptedException {
    lock.lock();
    try {
      waitingToBeRestored = true;
      changed.signalAll();
      while (!restored && !closed) {
        changed.await();
      }
      waitingToBeRestored = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Has the runtime go on after its snapshot, where it waits for that. */
  void restore() {
    lock.lock();
    try {
      restored = true;
      waitingToBeRestored = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The invocation that the runtime has and did not answer yet, if it is of that id; or null. */
  Event current(String requestId) {
    lock.lock();
    try {
      boolean open = current != null && answer == null && current.requestId().equals(requestId);
      return open ? current : null;
    } finally {
      lock.unlock();
    }
  }

  /** The runtime answers; false if it has no such invocation, or answered it before. */
  boolean answer(Event to, Answer with) {
    lock.lock();
    try {
      if (current != to || answer != null) {
        return false;
      }
      answer = with;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The runtime cannot be initialised. */
  void initFailed(Failure failure) {
    lock.lock();
    try {
      initFailure = failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A process ended without which the environment cannot go on.
   *
   * @param how in words, such as exit status 1
   */
  void ended(String how) {
    lock.lock();
    try {
      if (end == null) {
        end = how;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Gives the runtime an invocation; it must be waiting. */
  void offer(Event event) {
    lock.lock();
    try {
      offered = event;
      answer = null;
      waiting = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the runtime waits for an invocation or to be restored, whatever is first. */
  Awaited awaitReady(long deadlineNanos) throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (initFailure != null) {
          return Awaited.FAILED;
        }
        if (waiting || waitingToBeRestored) {
          return Awaited.READY;
        }
        if (end != null || closed) {
          return Awaited.ENDED;
        }
        long left = deadlineNanos - MachineTime.nanoTime();
        if (left <= 0) {
          return Awaited.LATE;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the answer to what was offered, which is READY here, or the end. */
  Awaited awaitAnswer(long deadlineNanos) throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (answer != null) {
          return Awaited.READY;
        }
        if (end != null || closed) {
          return Awaited.ENDED;
        }
        long left = deadlineNanos - MachineTime.nanoTime();
        if (left <= 0) {
          return Awaited.LATE;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The answer to what was offered last, or null. */
  Answer answer() {
    lock.lock();
    try {
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** Why the runtime could not be initialised, or null. */
  Failure initFailure() {
    lock.lock();
    try {
      return initFailure;
    } finally {
      lock.unlock();
    }
  }

  /** How the process ended, in words, or null if it did not. */
  String end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting. */
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
