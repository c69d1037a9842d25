package io.nephele.services.s3.forms;

import io.nephele.services.s3.objects.ObjectWrites;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A form's file as the body of the object that it becomes; its policy bounds its size. */
final class UploadedFile implements ObjectWrites.PostedBody {
  private final InputStream file;
  private final PostPolicy policy;

  /** The policy may be null. */
  UploadedFile(InputStream file, PostPolicy policy) {
    this.file = file;
    this.policy = policy;
  }

  @Override
  public InputStream open() {
    return policy == null ? file : new Bounded();
  }

  @Override
  public long length() {
    return -1;
  }

  private final class Bounded extends FilterInputStream {
    private long size;

    Bounded() {
      super(file);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = in.read(to, offset, length);
      if (count < 0) {
        policy.checkFewest(size);
      } else {
        size += count;
        policy.checkMost(size);
      }
      return count;
    }

    @Override
    public long skip(long count) {
      throw new UnsupportedOperationException("every byte counts");
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
