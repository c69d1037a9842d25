package io.nephele.services.dynamodb.transfers;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads lines of values as RFC 4180 has them, with any delimiter. */
final class CsvLines {
  private static final int END = -1;

  private final Reader from;
  private final char delimiter;
  private int next;

  CsvLines(Reader from, char delimiter) throws IOException {
    this.from = from;
    this.delimiter = delimiter;
    this.next = from.read();
  }

  /** The values of the next line, or null if there is none. */
  List<String> next() throws IOException {
    if (next == END) {
      return null;
    }
    List<String> values = new ArrayList<>();
    while (true) {
      values.add(next == '"' ? quoted() : plain());
      if (next != delimiter) {
        break;
      }
      next = from.read();
    }
    if (next == '\r') {
      next = from.read();
    }
    if (next == '\n') {
      next = from.read();
    }
    return values;
  }

  private String plain() throws IOException {
    StringBuilder value = new StringBuilder();
    while (next != END && next != delimiter && next != '\n' && next != '\r') {
      value.append((char) next);
      next = from.read();
    }
    return value.toString();
  }

  private String quoted() throws IOException {
    StringBuilder value = new StringBuilder();
    next = from.read();
    while (next != END) {
      if (next == '"') {
        next = from.read();
        if (next != '"') {
          break;
        }
      }
      value.append((char) next);
      next = from.read();
    }
    // What comes between the quotation mark and the delimiter belongs to the value.
    return value + plain();
  }
}
