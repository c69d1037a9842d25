package io.nephele.core.blobs;

import io.nephele.model.Body;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Some bytes of a file, read as they are asked for. The file is open from the beginning, so that it
 * may be deleted meanwhile.
 */
public final class FileBody implements Body, AutoCloseable {
  private final FileInputStream file;
  private final long length;

  private FileBody(FileInputStream file, long length) {
    this.file = file;
    this.length = length;
  }

  static FileBody open(Path path, long size, long offset, long length) throws IOException {
    FileInputStream file;
    try {
      file = new FileInputStream(path.toFile());
    } catch (java.io.FileNotFoundException e) {
      throw (IOException) new NoSuchFileException(path.toString()).initCause(e);
    }
    try {
      FileChannel channel = file.getChannel();
      if (channel.size() != size) {
        throw new EOFException(path + " has " + channel.size() + " bytes instead of " + size);
      }
      channel.position(offset);
      return new FileBody(file, length);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public InputStream open() {
    return new Range();
  }

  @Override
  public long length() {
    return length;
  }

  /** Closes the file, of a body that is not opened. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The bytes. A thread that is interrupted reads on: the file is closed by nobody else. */
  private final class Range extends InputStream {
    private long left = length;

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = file.read();
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] to, int at, int count) throws IOException {
      if (left == 0) {
        return count == 0 ? 0 : -1;
      }
      int read = file.read(to, at, (int) Math.min(count, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = Math.clamp(count, 0, left);
      FileChannel channel = file.getChannel();
      channel.position(channel.position() + skipped);
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() {
      return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
