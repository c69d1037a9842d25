package io.nephele.edge;

import io.nephele.model.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/**
 * A body whose bytes are written by code that wants a stream to write to. It runs on a thread of
 * its own while the body is read, and ends when nobody reads any more.
 */
final class WrittenBody implements Body {
  private static final int BUFFER = 256 * 1024;

  private final Writer writer;

  /** Writes the bytes. */
  interface Writer {
    void write(OutputStream to) throws IOException;
  }

  WrittenBody(Writer writer) {
    this.writer = writer;
  }

  @Override
  public InputStream open() throws IOException {
    Pipe pipe = new Pipe(new PipedInputStream(BUFFER));
    PipedOutputStream to = new PipedOutputStream(pipe.in());
    Thread.ofVirtual().name("body").start(() -> run(to, pipe));
    return pipe;
  }

  private void run(PipedOutputStream to, Pipe pipe) {
    try (to) {
      writer.write(to);
    } catch (IOException | RuntimeException e) {
      pipe.failure = e;
    }
  }

  @Override
  public long length() {
    return -1;
  }

  /** Ends with the writer's failure, if it fails, so that a reader never takes a part for all. */
  private static final class Pipe extends FilterInputStream {
    private volatile Exception failure;

    private Pipe(PipedInputStream in) {
      super(in);
    }

    private PipedInputStream in() {
      return (PipedInputStream) in;
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return checked(super.read(to, offset, length));
    }

    private int checked(int count) throws IOException {
      if (count < 0 && failure != null) {
        throw new IOException("What was to be sent could not be written", failure);
      }
      return count;
    }
  }
}
