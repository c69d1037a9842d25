package io.nephele.core.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The last faults that befell calls. */
final class FaultHits {
  static final int KEPT = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<FaultHit> latest = new ArrayDeque<>();

  void add(List<FaultHit> hits) {
    lock.lock();
    try {
      for (FaultHit hit : hits) {
        latest.addFirst(hit);
      }
      while (latest.size() > KEPT) {
        latest.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The latest first. */
  List<FaultHit> list() {
    lock.lock();
    try {
      return new ArrayList<>(latest);
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      latest.clear();
    } finally {
      lock.unlock();
    }
  }
}
