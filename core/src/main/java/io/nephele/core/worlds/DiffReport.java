package io.nephele.core.worlds;

import java.io.IOException;

/** Takes the differences of two worlds as they are found. */
public interface DiffReport {
  /** Called first. */
  void begin() throws IOException;

  /** Called for each row that differs and is listed, in order of keys, and so table by table. */
  void row(RowDiff row) throws IOException;

  /** Called last, unless the comparison fails. */
  void end(DiffSummary summary) throws IOException;
}
