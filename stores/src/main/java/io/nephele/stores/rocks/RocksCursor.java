package io.nephele.stores.rocks;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * A scan. It begins with an iterator that gives up where more than a few deleted keys lie in a row;
 * there it steps over what is known to be empty, or goes through it once and remembers that.
 */
final class RocksCursor implements Engine.Cursor, AutoCloseable {
  private final RocksDB db;
  private final RocksState state;
  private final EmptyStretches empty;
  private final KeyRange range;
  private final boolean forward;
  private RocksIterator iterator;

  /** Of an iterator that does not give up, else null. */
  private ReadOptions patientOptions;

  private Slice patientEnd;

  /** The entry at this place, or null before the first and after the last. */
  private byte[] key;

  private boolean done;

  RocksCursor(
      RocksDB db, RocksState state, EmptyStretches empty, KeyRange range, Direction direction) {
    this.db = db;
    this.state = state;
    this.empty = empty;
    this.range = range;
    this.forward = direction == Direction.FORWARD;
    this.done = range.isEmpty();
  }

  @Override
  public boolean next() {
    if (done) {
      return false;
    }
    if (iterator == null) {
      iterator = db.newIterator(state.options());
      seek(forward ? range.from() : range.to());
    } else {
      byte[] bound = forward ? EmptyStretches.after(key) : key;
      if (forward) {
        iterator.next();
      } else {
        iterator.prev();
      }
      if (hasGivenUp()) {
        seek(bound);
      } else {
        arrive();
      }
    }
    return key != null;
  }

  /**
   * Goes to the first entry from a bound on: at or above the key, or, downwards, beneath it (null
   * for the very last).
   */
  private void seek(byte[] bound) {
    byte[] target = bound;
    boolean stepped = false;
    if (forward) {
      EmptyStretches.Skip skip = empty.above(bound, state.number());
      if (skip != null) {
        stepped = true;
        target = skip.end();
        if (target == null) {
          end();
          return;
        }
      }
    } else {
      byte[] begin = empty.beneath(bound, state.number());
      if (begin != null) {
        stepped = true;
        target = begin;
      }
    }
    if (isOutside(target)) {
      end();
      return;
    }
    position(target);
    boolean gaveUp = hasGivenUp();
    if (gaveUp) {
      becomePatient();
      position(target);
    }
    arrive();
    if (stepped || gaveUp) {
      learn(bound, target, gaveUp);
    }
  }

  /** Whether nothing of the range can lie beyond the target. */
  private boolean isOutside(byte[] target) {
    return forward
        ? range.to() != null && Arrays.compareUnsigned(target, range.to()) >= 0
        : target != null && Arrays.compareUnsigned(target, range.from()) <= 0;
  }

  private void position(byte[] target) {
    if (forward) {
      iterator.seek(target);
    } else if (target == null) {
      iterator.seekToLast();
    } else {
      iterator.seekForPrev(target);
      if (iterator.isValid() && Arrays.equals(iterator.key(), target)) {
        iterator.prev();
      }
    }
  }

  /** Whether the iterator has stopped within deleted keys. */
  private boolean hasGivenUp() {
    if (iterator.isValid()) {
      return false;
    }
    try {
      iterator.status();
      return false;
    } catch (RocksDBException e) {
      if (RocksFailures.isIncomplete(e)) {
        return true;
      }
      throw RocksFailures.unreadable(e);
    }
  }

  /** Takes the entry that the iterator is at, if it is of the range. */
  private void arrive() {
    if (!iterator.isValid()) {
      end();
      return;
    }
    byte[] found = iterator.key();
    if (range.contains(found)) {
      key = found;
    } else {
      end();
    }
  }

  private void end() {
    key = null;
    done = true;
    close();
  }

  /** Nothing was found between the bound and the place that was come to. */
  private void learn(byte[] bound, byte[] target, boolean gaveUp) {
    if (key != null && Arrays.equals(key, target)) {
      return; // nothing more than was known
    }
    if (forward) {
      empty.learn(bound, key == null ? range.to() : key, state.number(), true);
    } else {
      byte[] begin = key == null ? range.from() : EmptyStretches.after(key);
      empty.learn(begin, bound, state.number(), false);
    }
  }

  private void becomePatient() {
    iterator.close();
    patientOptions = state.patientOptions();
    if (forward && range.to() != null) {
      patientEnd = new Slice(range.to());
      patientOptions.setIterateUpperBound(patientEnd);
    } else if (!forward) {
      patientEnd = new Slice(range.from());
      patientOptions.setIterateLowerBound(patientEnd);
    }
    iterator = db.newIterator(patientOptions);
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return iterator.value();
  }

  @Override
  public void close() {
    done = true;
    if (iterator != null) {
      iterator.close();
      iterator = null;
    }
    if (patientOptions != null) {
      patientOptions.close();
      patientOptions = null;
    }
    if (patientEnd != null) {
      patientEnd.close();
      patientEnd = null;
    }
  }
}
