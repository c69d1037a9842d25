package io.nephele.services.cloudwatch.streams;

import io.nephele.services.cloudwatch.resources.NamedResource;
import java.util.List;

/** How data are written to the records of a stream. */
interface StreamFormat {
  /**
   * A record's bytes of some data, which may be put one after another.
   *
   * @param arn of the stream
   */
  byte[] write(NamedResource stream, String arn, List<StreamedData> data);
}
