package io.nephele.core.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files for MVStore that survive interrupts. A FileChannel closes itself when a thread that uses it
 * is interrupted, and interrupting is how waiting requests are cancelled here: one cancelled
 * request would close the store for all. Public only because MVStore makes instances by reflection.
 */
public final class UninterruptiblePath extends FilePathWrapper {
  private static final String SCHEME = "uninterruptible";

  static {
    FilePath.register(new UninterruptiblePath());
  }

  /** For MVStore. */
  public UninterruptiblePath() {}

  /** The name by which MVStore is to open a file. */
  static String nameOf(Path file) {
    return SCHEME + ":" + file.toAbsolutePath();
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    String name = getBase().toString();
    return new UninterruptibleFile(new RandomAccessFile(name, mode));
  }

  @SuppressWarnings(
      "UnsynchronizedOverridesSynchronized") // they take a lock that does not pin virtual threads
  private static final class UninterruptibleFile extends FileBase {
    private final RandomAccessFile file;
    private final ReentrantLock lock = new ReentrantLock();

    private UninterruptibleFile(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      lock.lock();
      try {
        file.seek(position);
        return read(to);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      lock.lock();
      try {
        if (to.hasArray()) {
          int count = file.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
          to.position(to.position() + Math.max(count, 0));
          return count;
        }
        byte[] bytes = new byte[to.remaining()];
        int count = file.read(bytes);
        to.put(bytes, 0, Math.max(count, 0));
        return count;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      lock.lock();
      try {
        file.seek(position);
        return write(from);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      lock.lock();
      try {
        int count = from.remaining();
        if (from.hasArray()) {
          file.write(from.array(), from.arrayOffset() + from.position(), count);
          from.position(from.limit());
        } else {
          byte[] bytes = new byte[count];
          from.get(bytes);
          file.write(bytes);
        }
        return count;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long position() throws IOException {
      return file.getFilePointer();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      file.seek(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      lock.lock();
      try {
        if (size < file.length()) {
          file.setLength(size);
        }
        return this;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.getFD().sync();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.getChannel().tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
