package io.nephele.wire.cbor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.SerializationErrors;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Timestamps as awsJson over CBOR has them: whole milliseconds since 1970, although the tag says
 * seconds.
 */
final class MillisecondTimes {
  private static final int EPOCH_TAG = 1;

  private MillisecondTimes() {}

  /** Reads them, with and without the tag. */
  static final class Reader extends CborReader {
    @Override
    protected Instant readTimestamp(JsonParser parser, JsonToken token, TimestampFormat format)
        throws IOException {
      if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
        throw wrongType(token, "Timestamp");
      }
      try {
        return Instant.ofEpochMilli(
            token == JsonToken.VALUE_NUMBER_INT
                ? parser.getLongValue()
                : Math.round(parser.getDoubleValue()));
      } catch (DateTimeException e) {
        throw SerializationErrors.of("Invalid timestamp: " + e.getMessage());
      }
    }
  }

  /** Writes them with the tag. */
  static final class Writer extends CborWriter {
    @Override
    protected void writeTimestamp(JsonGenerator out, Instant time, TimestampFormat format)
        throws IOException {
      ((CBORGenerator) out).writeTag(EPOCH_TAG);
      out.writeNumber(time.toEpochMilli());
    }
  }
}
