package io.nephele.services.s3.batch;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a CSV file (RFC 4180), one after another. */
final class CsvRows {
  private static final int LONGEST_ROW = 64 * 1024;

  private final Reader in;
  private final StringBuilder field = new StringBuilder();
  private int length;

  /** Reads what should be read in large pieces, such as a BufferedReader. */
  CsvRows(Reader in) {
    this.in = in;
  }

  /**
   * The next row, or null at the end. Empty lines are no rows.
   *
   * @throws IOException if a row is longer than 64 KB, or a quotation is not closed
   */
  List<String> next() throws IOException {
    int character = in.read();
    while (character == '\n' || character == '\r') {
      character = in.read();
    }
    if (character < 0) {
      return null;
    }
    length = 0;
    List<String> row = new ArrayList<>();
    boolean more = true;
    while (more) {
      field.setLength(0);
      character = character == '"' ? quoted() : plain(character);
      row.add(field.toString());
      more = character == ',';
      if (more) {
        character = in.read();
      }
    }
    return row;
  }

  private int plain(int first) throws IOException {
    int character = first;
    while (character >= 0 && character != ',' && character != '\n' && character != '\r') {
      add(character);
      character = in.read();
    }
    return character;
  }

  private int quoted() throws IOException {
    int character = in.read();
    while (true) {
      if (character < 0) {
        throw new IOException("a quotation is not closed");
      }
      if (character == '"') {
        character = in.read();
        if (character != '"') {
          return plain(character);
        }
      }
      add(character);
      character = in.read();
    }
  }

  private void add(int character) throws IOException {
    if (++length > LONGEST_ROW) {
      throw new IOException("a row is longer than " + LONGEST_ROW + " characters");
    }
    field.append((char) character);
  }
}
