package io.nephele.services.s3.select;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads lines of values. A line has 1 MB at most. */
final class CsvRecords {
  private static final int MOST = 1024 * 1024;
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final CsvFormat format;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private byte[] line = new byte[1024];
  private int length;
  private boolean first = true;

  CsvRecords(InputStream in, CsvFormat format) {
    this.in = in;
    this.format = format;
  }

  /** The values of the next line that is neither empty nor a comment, or null at the end. */
  List<String> next() throws IOException {
    while (readLine()) {
      boolean comment = format.comment() != 0 && length > 0 && line[0] == format.comment();
      if (length > 0 && !comment) {
        return fields();
      }
    }
    return null;
  }

  private boolean readLine() throws IOException {
    length = 0;
    if (format.record().length == 1 && !format.quotedRecords()) {
      return readPlainLine(format.record()[0]);
    }
    byte[] end = format.record();
    byte last = end[end.length - 1];
    boolean quoted = false;
    boolean any = false;
    while (true) {
      int next = read();
      if (next < 0) {
        dropMark();
        return any;
      }
      any = true;
      append((byte) next);
      if (format.quotedRecords() && format.quote() != 0) {
        if (quoted && next == format.escape() && format.escape() != format.quote()) {
          int escaped = read();
          if (escaped >= 0) {
            append((byte) escaped);
          }
          continue;
        }
        if (next == format.quote()) {
          quoted = !quoted;
        }
      }
      if (!quoted && next == last && endsWith(end)) {
        length -= end.length;
        if (format.anyNewline() && length > 0 && line[length - 1] == '\r') {
          length--;
        }
        dropMark();
        return true;
      }
    }
  }

  /** A line that ends with the next byte of that value. */
  private boolean readPlainLine(byte end) throws IOException {
    boolean any = false;
    while (position < limit || fill()) {
      any = true;
      int at = position;
      while (at < limit && buffer[at] != end) {
        at++;
      }
      append(at - position);
      if (at < limit) {
        position = at + 1;
        if (format.anyNewline() && length > 0 && line[length - 1] == '\r') {
          length--;
        }
        break;
      }
      position = limit;
    }
    dropMark();
    return any;
  }

  /** The byte order mark with which a file may begin. */
  private void dropMark() {
    if (first
        && length >= 3
        && line[0] == (byte) 0xef
        && line[1] == (byte) 0xbb
        && line[2] == (byte) 0xbf) {
      System.arraycopy(line, 3, line, 0, length - 3);
      length -= 3;
    }
    first = false;
  }

  private int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    limit = Math.max(0, in.read(buffer));
    position = 0;
    return limit > 0;
  }

  /** Adds so many of the bytes that were read. */
  private void append(int count) {
    if (length + count > line.length) {
      if (length + count > MOST) {
        throw SelectErrors.overMaxRecordSize();
      }
      line = Arrays.copyOf(line, Math.min(MOST, Math.max(length + count, length * 2)));
    }
    System.arraycopy(buffer, position, line, length, count);
    length += count;
  }

  private void append(byte next) {
    if (length == line.length) {
      if (length >= MOST) {
        throw SelectErrors.overMaxRecordSize();
      }
      line = Arrays.copyOf(line, Math.min(MOST, length * 2));
    }
    line[length++] = next;
  }

  private boolean endsWith(byte[] end) {
    return length >= end.length
        && Arrays.equals(line, length - end.length, length, end, 0, end.length);
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>();
    byte[] field = format.field();
    int start = 0;
    while (true) {
      if (format.quote() != 0 && start < length && line[start] == format.quote()) {
        start = quotedField(start, fields);
      } else {
        int end = find(field, start);
        fields.add(text(start, end));
        start = end;
      }
      if (start >= length) {
        return fields;
      }
      start += field.length;
      if (start == length) {
        fields.add(""); // after the last separator
        return fields;
      }
    }
  }

  /** Adds a value in quotes; where the separator after it is. */
  private int quotedField(int start, List<String> fields) {
    int out = start;
    int at = start + 1;
    while (at < length) {
      byte next = line[at];
      boolean pair = at + 1 < length && line[at + 1] == format.quote();
      if (next == format.escape() && pair) {
        line[out++] = format.quote();
        at += 2;
      } else if (next == format.quote()) {
        at++;
        break;
      } else {
        line[out++] = next;
        at++;
      }
    }
    int end = find(format.field(), at);
    // What stands behind the quotes belongs to the value.
    System.arraycopy(line, at, line, out, end - at);
    fields.add(text(start, out + end - at));
    return end;
  }

  private int find(byte[] sign, int from) {
    for (int i = from; i + sign.length <= length; i++) {
      if (line[i] == sign[0] && Arrays.equals(line, i, i + sign.length, sign, 0, sign.length)) {
        return i;
      }
    }
    return length;
  }

  private String text(int from, int to) {
    for (int i = from; i < to; i++) {
      if (line[i] < 0) {
        return decoded(from, to);
      }
    }
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private String decoded(int from, int to) {
    try {
      return decoder.decode(ByteBuffer.wrap(line, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      throw SelectErrors.encoding();
    }
  }
}
