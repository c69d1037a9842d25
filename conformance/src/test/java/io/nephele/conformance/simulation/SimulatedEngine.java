package io.nephele.conformance.simulation;

import io.nephele.core.store.Batch;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import java.util.Arrays;

/** An engine on a simulated disk. */
final class SimulatedEngine implements Engine {
  private final SimulatedDisk disk;

  SimulatedEngine(SimulatedDisk disk) {
    this.disk = disk;
  }

  @Override
  public Snapshot snapshot() {
    disk.pause();
    return new MapSnapshot(disk.applied(), disk.appliedNumber());
  }

  @Override
  public Snapshot durableSnapshot() {
    disk.pause();
    return new MapSnapshot(disk.durable(), disk.durableNumber());
  }

  @Override
  public long apply(Batch batch) {
    return disk.apply(batch);
  }

  @Override
  public void awaitDurable(long number) {
    disk.awaitDurable(number);
  }

  @Override
  public void flush() {
    disk.awaitDurable(disk.appliedNumber());
  }

  @Override
  public void close() {}

  private final class MapSnapshot implements Snapshot {
    private final PersistentMap map;
    private final long number;

    private MapSnapshot(PersistentMap map, long number) {
      this.map = map;
      this.number = number;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public byte[] get(byte[] key) {
      disk.pause();
      return map.get(key);
    }

    @Override
    public Cursor scan(KeyRange range, Direction direction) {
      return new MapCursor(map, range, direction == Direction.FORWARD);
    }

    @Override
    public void close() {}
  }

  private final class MapCursor implements Cursor {
    private final PersistentMap map;
    private final KeyRange range;
    private final boolean forward;
    private PersistentMap.Node at;
    private boolean begun;

    private MapCursor(PersistentMap map, KeyRange range, boolean forward) {
      this.map = map;
      this.range = range;
      this.forward = forward;
    }

    @Override
    public boolean next() {
      disk.pause();
      if (!begun) {
        at = forward ? map.ceiling(range.from()) : map.lower(range.to());
        begun = true;
      } else if (at != null) {
        at = forward ? map.ceiling(Arrays.copyOf(at.key, at.key.length + 1)) : map.lower(at.key);
      }
      at = at != null && range.contains(at.key) ? at : null;
      return at != null;
    }

    @Override
    public byte[] key() {
      return at.key;
    }

    @Override
    public byte[] value() {
      return at.value;
    }
  }
}
