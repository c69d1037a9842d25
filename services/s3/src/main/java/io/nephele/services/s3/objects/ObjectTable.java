package io.nephele.services.s3.objects;

import io.nephele.core.World;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;

/**
 * The objects of a world. In one table is of each key the object that is current; in another are,
 * newest first, the versions before it and all delete markers, also one that is current. So a
 * listing never wades through versions and markers.
 */
public final class ObjectTable {
  private static final int IN_A_MILLISECOND = 1_000_000;

  private final World world;
  private final Bodies bodies;
  private final Table<StoredObject> objects = Table.of("s3.objects", StoredObject.class);
  private final Table<StoredObject> versions = Table.of("s3.versions", StoredObject.class);
  private final Table<ListedObject> listedObjects = Table.of("s3.objects", ListedObject.class);
  private final Table<ListedObject> listedVersions = Table.of("s3.versions", ListedObject.class);
  private final Table<NullVersion> nullVersions = Table.of("s3.nullVersions", NullVersion.class);

  /** Where among the versions the one without an id of its own is. */
  record NullVersion(long sequence) {}

  /** The objects of a world. */
  public ObjectTable(World world, Bodies bodies) {
    this.world = world;
    this.bodies = bodies;
  }

  /** What transactions that change an object name, so that they take turns. */
  public static LockKey lock(Bucket bucket, String key) {
    return new LockKey(Key.of("s3.objects").with(bucket.objects()).with(key));
  }

  /** The current object of a key, or null if there is none or it is deleted. */
  public StoredObject current(Reader reader, Bucket bucket, String key) {
    return objects.get(reader, bucket.objects().with(key));
  }

  /**
   * What a key is now, which may be a delete marker.
   *
   * @return null if there is no version
   */
  public StoredObject latest(Reader reader, Bucket bucket, String key) {
    StoredObject current = current(reader, bucket, key);
    if (current != null || !bucket.hasVersions()) {
      return current;
    }
    Table.Row<StoredObject> newest = versions.first(reader, bucket.objects().with(key));
    return newest == null ? null : newest.value();
  }

  /** The version of a key, or null. */
  public StoredObject version(Reader reader, Bucket bucket, String key, String versionId) {
    StoredObject current = current(reader, bucket, key);
    if (current != null && current.versionId().equals(versionId)) {
      return current;
    }
    long sequence;
    if (versionId.equals(StoredObject.NULL_VERSION)) {
      NullVersion found = nullVersions.get(reader, bucket.objects().with(key));
      sequence = found == null ? -1 : found.sequence;
    } else {
      sequence = VersionIds.sequenceOf(versionId);
    }
    StoredObject found =
        sequence < 0 ? null : versions.get(reader, versionKey(bucket, key, sequence));
    return found != null && found.versionId().equals(versionId) ? found : null;
  }

  /**
   * Makes an object the current one of its key, as the bucket's versioning demands: in place of the
   * one there was, or as a further version.
   *
   * @param object without sequence and version id, which are given here
   * @return the object as it is stored
   */
  public StoredObject add(
      Transaction transaction, Bucket bucket, String key, ObjectBuilder object) {
    Key row = bucket.objects().with(key);
    StoredObject before = objects.get(transaction, row);
    StoredObject added = number(transaction, bucket, key, before, object);
    if (added.isNullVersion()) {
      dropNullVersion(transaction, bucket, key, before);
    }
    if (before != null && !(added.isNullVersion() && before.isNullVersion())) {
      archive(transaction, bucket, key, before);
    }
    if (added.deleteMarker()) {
      objects.delete(transaction, row);
      archive(transaction, bucket, key, added);
    } else {
      objects.put(transaction, row, added);
    }
    return added;
  }

  /**
   * Adds a version that has its id and sequence from elsewhere, among the others of its key as the
   * sequence says.
   *
   * @return whether it was added, and not its place taken already
   */
  public boolean insert(Transaction transaction, Bucket bucket, String key, StoredObject version) {
    Key row = bucket.objects().with(key);
    StoredObject current = objects.get(transaction, row);
    boolean taken =
        current != null && current.sequence() == version.sequence()
            || versions.contains(transaction, versionKey(bucket, key, version.sequence()));
    if (taken) {
      return false;
    }
    if (version.isNullVersion()) {
      dropNullVersion(transaction, bucket, key, current);
      if (current != null && current.isNullVersion()) {
        objects.delete(transaction, row);
        current = null;
      }
    }
    StoredObject newest = current == null ? latest(transaction, bucket, key) : current;
    if (newest != null && newest.sequence() > version.sequence()) {
      archive(transaction, bucket, key, version);
      return true;
    }
    if (current != null) {
      archive(transaction, bucket, key, current);
    }
    if (version.deleteMarker()) {
      objects.delete(transaction, row);
      archive(transaction, bucket, key, version);
    } else {
      objects.put(transaction, row, version);
    }
    return true;
  }

  /** Stores what is known of a version anew; its body stays as it is. */
  public void update(Transaction transaction, Bucket bucket, String key, StoredObject object) {
    Key row = bucket.objects().with(key);
    StoredObject current = objects.get(transaction, row);
    if (current != null && current.versionId().equals(object.versionId())) {
      objects.put(transaction, row, object);
    } else {
      versions.put(transaction, versionKey(bucket, key, object.sequence()), object);
    }
  }

  /** Removes one version for good; the one before it becomes current if it was. */
  public void remove(Transaction transaction, Bucket bucket, String key, StoredObject version) {
    Key row = bucket.objects().with(key);
    StoredObject current = objects.get(transaction, row);
    boolean wasCurrent = current != null && current.versionId().equals(version.versionId());
    if (wasCurrent) {
      objects.delete(transaction, row);
    } else {
      unarchive(transaction, bucket, key, version);
    }
    if (!version.deleteMarker()) {
      bodies.remove(transaction, bucket, version.body());
    }
    if (!bucket.hasVersions() || current != null && !wasCurrent) {
      return;
    }
    Table.Row<StoredObject> newest = versions.first(transaction, row);
    if (newest != null && !newest.value().deleteMarker()) {
      StoredObject promoted = newest.value();
      unarchive(transaction, bucket, key, promoted);
      objects.put(transaction, row, promoted);
    }
  }

  /** The current objects of a range of keys, which are relative to the bucket. */
  public Table.Rows<StoredObject> scan(Reader reader, KeyRange range) {
    return objects.scan(reader, range, Direction.FORWARD);
  }

  /** The versions and markers beside the current objects, by key and then the newest first. */
  public Table.Rows<StoredObject> scanVersions(Reader reader, KeyRange range) {
    return versions.scan(reader, range, Direction.FORWARD);
  }

  /** As {@link #scan}, decoding only what listings tell. */
  public Table.Rows<ListedObject> list(Reader reader, KeyRange range) {
    return listedObjects.scan(reader, range, Direction.FORWARD);
  }

  /** As {@link #scanVersions}, decoding only what listings tell. */
  public Table.Rows<ListedObject> listVersions(Reader reader, KeyRange range) {
    return listedVersions.scan(reader, range, Direction.FORWARD);
  }

  /** The key of an object in the key of a row. */
  public static String keyOf(Key row) {
    KeyReader parts = row.reader();
    parts.nextText(); // account
    parts.nextText(); // region
    parts.nextLong(); // bucket
    return parts.nextText();
  }

  /**
   * The sequence of a version, also of one that is not there any more.
   *
   * @return -1 if the id is none, or says nothing since the version is gone
   */
  public long sequenceOf(Reader reader, Bucket bucket, String key, String versionId) {
    if (!versionId.equals(StoredObject.NULL_VERSION)) {
      return VersionIds.sequenceOf(versionId);
    }
    StoredObject version = version(reader, bucket, key, versionId);
    return version == null ? -1 : version.sequence();
  }

  /** Where a version and its older siblings are among the rows that listings go through. */
  public static Key versionRow(Bucket bucket, String key, long sequence) {
    return versionKey(bucket, key, sequence);
  }

  /** Whether there is nothing in a bucket. */
  public boolean isEmpty(Reader reader, Bucket bucket) {
    return objects.first(reader, bucket.objects()) == null && !hasVersions(reader, bucket);
  }

  /** Whether there are versions or delete markers beside what is current. */
  public boolean hasVersions(Reader reader, Bucket bucket) {
    return versions.first(reader, bucket.objects()) != null;
  }

  private StoredObject number(
      Transaction transaction,
      Bucket bucket,
      String key,
      StoredObject before,
      ObjectBuilder object) {
    StoredObject newest = before != null ? before : latest(transaction, bucket, key);
    // There is room for several versions in one millisecond; those of replicas, which come with
    // their sequences from other buckets, hardly ever meet one that is here already.
    long sequence =
        world.clock().millis() * IN_A_MILLISECOND + world.ids().next().nextInt(IN_A_MILLISECOND);
    if (newest != null && newest.sequence() >= sequence) {
      sequence = newest.sequence() + 1;
    }
    String versionId =
        bucket.isVersioned()
            ? VersionIds.of(sequence, world.ids().next())
            : StoredObject.NULL_VERSION;
    return object.sequence(sequence).versionId(versionId).build();
  }

  /** There is at most one version without an id of its own. */
  private void dropNullVersion(
      Transaction transaction, Bucket bucket, String key, StoredObject current) {
    if (current != null && current.isNullVersion()) {
      bodies.remove(transaction, bucket, current.body());
      return;
    }
    if (bucket.hasVersions()) {
      StoredObject old = version(transaction, bucket, key, StoredObject.NULL_VERSION);
      if (old != null) {
        unarchive(transaction, bucket, key, old);
        if (!old.deleteMarker()) {
          bodies.remove(transaction, bucket, old.body());
        }
      }
    }
  }

  private void archive(Transaction transaction, Bucket bucket, String key, StoredObject version) {
    versions.put(transaction, versionKey(bucket, key, version.sequence()), version);
    if (version.isNullVersion()) {
      nullVersions.put(
          transaction, bucket.objects().with(key), new NullVersion(version.sequence()));
    }
  }

  private void unarchive(Transaction transaction, Bucket bucket, String key, StoredObject version) {
    versions.delete(transaction, versionKey(bucket, key, version.sequence()));
    if (version.isNullVersion()) {
      nullVersions.delete(transaction, bucket.objects().with(key));
    }
  }

  /** Newer versions come first. */
  private static Key versionKey(Bucket bucket, String key, long sequence) {
    return bucket.objects().with(key).with(-sequence);
  }
}
