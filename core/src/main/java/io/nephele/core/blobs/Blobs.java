package io.nephele.core.blobs;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The bytes that are too many for rows. They are written first, then a transaction refers to them:
 *
 * <pre>
 * try (NewBlob written = blobs.write(in)) {
 *   store.write(transaction -&gt; {
 *     references.retain(transaction, owner, written.blob());
 *     objects.put(transaction, key, new StoredObject(written.blob(), ...));
 *     ...
 *   });
 * }
 * </pre>
 *
 * A crash at any moment leaves at worst files that no row refers to, which the {@link
 * BlobCollector} deletes. One process at a time may use a folder.
 */
public final class Blobs implements AutoCloseable {
  /** So many bytes are in rows; a file costs more than they do. */
  public static final int MOST_IN_ROW = 16 * 1024;

  private static final int PIECE = 128 * 1024;
  private static final int HASH_DIGITS = 64;

  private final RootFolder root;
  private final BlobFolder folder;
  private final Pins pins = new Pins();

  private Blobs(RootFolder root, boolean durable, Consumer<String> step) {
    this.root = root;
    this.folder = new BlobFolder(root, durable, step);
  }

  /**
   * Blobs in a folder, which is made when it is needed.
   *
   * @param durable whether what is written survives that the machine stops, and not only that the
   *     process does
   */
  public static Blobs in(Path folder, boolean durable) {
    return in(folder, durable, step -> {});
  }

  static Blobs in(Path folder, boolean durable, Consumer<String> step) {
    return new Blobs(RootFolder.lasting(folder), durable, step);
  }

  /** Blobs that end with the process, in a temporary folder. */
  public static Blobs temporary() {
    return new Blobs(RootFolder.temporary(), false, step -> {});
  }

  /**
   * Takes only what is few enough for rows.
   *
   * @param reason why, which whoever writes more is told
   */
  public static Blobs nowhere(String reason) {
    return new Blobs(RootFolder.nowhere(reason), false, step -> {});
  }

  /**
   * Writes what comes from a stream, which is read to its end and not closed.
   *
   * @throws IOException if reading or writing fails; nothing is left behind then
   */
  public NewBlob write(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    return write(in, digest, () -> HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * As the other, of bytes that whoever writes them names, which is cheaper than their hash: of
   * what is encrypted, what proves it in the reading names it as well.
   *
   * @param id gives 32 small hexadecimal digits when the stream is at its end; equal ones only for
   *     equal bytes. It is not asked for what goes into a row
   */
  public NewBlob write(InputStream in, Supplier<String> id) throws IOException {
    return write(in, null, id);
  }

  private NewBlob write(InputStream in, MessageDigest digest, Supplier<String> name)
      throws IOException {
    byte[] head = in.readNBytes(MOST_IN_ROW + 1);
    if (head.length <= MOST_IN_ROW) {
      return new NewBlob(Blob.inRow(Bytes.of(head)), pins);
    }
    Path file = folder.create();
    try {
      long length = copy(head, in, file, digest);
      String id = name.get();
      pins.pin(id);
      NewBlob written = new NewBlob(Blob.inFile(id, length), pins);
      try {
        folder.keep(file, id, length);
      } catch (IOException | RuntimeException e) {
        written.close();
        throw e;
      }
      return written;
    } finally {
      folder.discard(file);
    }
  }

  private long copy(byte[] head, InputStream in, Path file, MessageDigest digest)
      throws IOException {
    byte[] piece = new byte[PIECE];
    System.arraycopy(head, 0, piece, 0, head.length);
    long length = 0;
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int count = head.length; count >= 0; count = in.read(piece)) {
        if (digest != null) {
          digest.update(piece, 0, count);
        }
        for (ByteBuffer bytes = ByteBuffer.wrap(piece, 0, count); bytes.hasRemaining(); ) {
          out.write(bytes);
        }
        length += count;
      }
      folder.sync(out);
    }
    return length;
  }

  /**
   * Whether a text is the id of a blob that its writer chose, rather than a hash or anything else.
   */
  public static boolean isChosen(String id) {
    return BlobFolder.isId(id) && id.length() < HASH_DIGITS;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** All bytes of a blob. */
  public Body open(Blob blob) throws IOException {
    return open(blob, 0, blob.length());
  }

  /**
   * Some bytes of a blob. Its file is opened at once and read from then on even if it is deleted;
   * who does not open the body has to {@link FileBody#close} it.
   *
   * @throws java.nio.file.NoSuchFileException if no row has referred to the blob for a while
   * @throws IOException if the file cannot be read, or is shorter than the blob
   * @throws IndexOutOfBoundsException if the blob has no such bytes
   */
  public Body open(Blob blob, long offset, long length) throws IOException {
    Objects.checkFromIndexSize(offset, length, blob.length());
    return blob.isFile()
        ? FileBody.open(folder.file(blob.id()), blob.length(), offset, length)
        : Body.of(Bytes.of(blob.bytes().toArray(), (int) offset, (int) length));
  }

  /**
   * All bytes of a file by its id alone, where no row is at hand that says how many there are.
   *
   * @throws java.nio.file.NoSuchFileException if no row has referred to the blob for a while
   */
  public InputStream openFile(String id) throws IOException {
    Path file = folder.file(id);
    long length = Files.size(file);
    return FileBody.open(file, length, 0, length).open();
  }

  BlobFolder folder() {
    return folder;
  }

  Pins pins() {
    return pins;
  }

  /** Lets go of the files; deletes those that end with the process. */
  @Override
  public void close() {
    try {
      root.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
