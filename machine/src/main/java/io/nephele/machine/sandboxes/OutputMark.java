package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells when all was read that a program wrote before a moment: it writes a mark into the program's
 * pipe itself, behind what is there, and waits until the mark comes out.
 */
final class OutputMark {
  private static final long PATIENCE_MILLIS = 250;
  private static final String BEGIN = "\0nephele:";

  private final Path pipe;
  private final byte[] mark;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition come = lock.newCondition();
  private volatile long wanted;
  private long found;
  private byte[] held = new byte[0];

  OutputMark(long pid) {
    this.pipe = Path.of("/proc/" + pid + "/fd/1");
    this.mark = (BEGIN + pid + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  /** Waits until what was written before the call was read. */
  void await() {
    lock.lock();
    try {
      long mine = ++wanted;
      try (OutputStream out = Files.newOutputStream(pipe, StandardOpenOption.WRITE)) {
        out.write(mark);
      } catch (IOException e) {
        wanted = found; // ended, or none may look
        return;
      }
      long left = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (found < mine && left > 0) {
        left = come.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Hands on what was read, without the marks. */
  void take(byte[] bytes, int count, SandboxProcess.Output to) {
    if (wanted == 0) {
      to.write(bytes, count);
      return;
    }
    byte[] all = bytes;
    int length = count;
    if (held.length > 0) {
      all = new byte[held.length + count];
      System.arraycopy(held, 0, all, 0, held.length);
      System.arraycopy(bytes, 0, all, held.length, count);
      length = all.length;
      held = new byte[0];
    }
    int from = 0;
    for (int at = 0; at < length; at++) {
      if (all[at] != 0) {
        continue;
      }
      int matching = matching(all, at, length);
      if (matching == mark.length) {
        write(all, from, at, to);
        found();
        from = at + mark.length;
        at = from - 1;
      } else if (at + matching == length) {
        write(all, from, at, to);
        held = Arrays.copyOfRange(all, at, length);
        return;
      }
    }
    write(all, from, length, to);
  }

  private int matching(byte[] bytes, int at, int end) {
    int count = 0;
    while (count < mark.length && at + count < end && bytes[at + count] == mark[count]) {
      count++;
    }
    return count;
  }

  private static void write(byte[] bytes, int from, int to, SandboxProcess.Output out) {
    if (from == 0 && to > 0) {
      out.write(bytes, to);
    } else if (to > from) {
      out.write(Arrays.copyOfRange(bytes, from, to), to - from);
    }
  }

  private void found() {
    lock.lock();
    try {
      found++;
      come.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more comes. */
  void end(SandboxProcess.Output to) {
    write(held, 0, held.length, to);
    held = new byte[0];
  }
}
