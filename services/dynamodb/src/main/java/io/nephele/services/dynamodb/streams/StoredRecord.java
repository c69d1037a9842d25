package io.nephele.services.dynamodb.streams;

import io.nephele.core.store.StoreException;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A change as it is stored: the time, what happened, by whom, and the item's key and images in
 * their own stored forms.
 *
 * @param millis when, since 1970
 * @param byService whether DynamoDB itself did it, because the item's time was over
 * @param oldImage null where it is not shown or there is none
 * @param newImage null where it is not shown or there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredRecord(
    long millis, Event event, boolean byService, byte[] keys, byte[] oldImage, byte[] newImage) {
  private static final int VERSION = 1;
  private static final int HEADER = 3 + Long.BYTES + 3 * Integer.BYTES;

  /** What happened to an item, by the names of the API and as they are stored. */
  enum Event {
    INSERT,
    MODIFY,
    REMOVE
  }

  /** The record of a change in a stream of that view type. */
  static StoredRecord of(ItemChange change, String viewType, long millis) {
    boolean showsOld = viewType.equals("OLD_IMAGE") || viewType.equals("NEW_AND_OLD_IMAGES");
    boolean showsNew = viewType.equals("NEW_IMAGE") || viewType.equals("NEW_AND_OLD_IMAGES");
    Event event =
        change.before() == null
            ? Event.INSERT
            : change.after() == null ? Event.REMOVE : Event.MODIFY;
    return new StoredRecord(
        millis,
        event,
        change.cause() == ItemChange.Cause.EXPIRY,
        ItemCodec.INSTANCE.encode(change.key().attributes(change.table())),
        showsOld ? change.storedBefore() : null,
        showsNew ? change.stored() : null);
  }

  byte[] encode() {
    int length = HEADER + keys.length + length(oldImage) + length(newImage);
    ByteBuffer to = ByteBuffer.allocate(length);
    to.put((byte) VERSION).put((byte) event.ordinal()).put((byte) (byService ? 1 : 0));
    to.putLong(millis);
    put(to, keys);
    put(to, oldImage);
    put(to, newImage);
    return to.array();
  }

  static StoredRecord decode(byte[] stored) {
    ByteBuffer from = ByteBuffer.wrap(stored);
    int version = from.get();
    if (version != VERSION) {
      throw new StoreException("a stream record of version " + version, null);
    }
    Event event = Event.values()[from.get()];
    boolean service = from.get() == 1;
    long millis = from.getLong();
    return new StoredRecord(millis, event, service, take(from), take(from), take(from));
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(ByteBuffer to, byte[] bytes) {
    to.putInt(length(bytes));
    if (bytes != null) {
      to.put(bytes);
    }
  }

  private static byte[] take(ByteBuffer from) {
    byte[] bytes = new byte[from.getInt()];
    from.get(bytes);
    return bytes.length == 0 ? null : bytes;
  }

  /** The bytes of the key and images, as DynamoDB counts them. */
  long size() {
    return ItemCodec.size(keys)
        + (oldImage == null ? 0 : ItemCodec.size(oldImage))
        + (newImage == null ? 0 : ItemCodec.size(newImage));
  }

  /** An image as an item; null for null. */
  static Map<String, Value> item(byte[] image) {
    return image == null ? null : ItemCodec.INSTANCE.decode(image);
  }
}
