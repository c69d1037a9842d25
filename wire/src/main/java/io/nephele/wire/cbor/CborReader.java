package io.nephele.wire.cbor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.nephele.model.Bytes;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.SerializationErrors;
import io.nephele.wire.Timestamps;
import io.nephele.wire.json.StructReader;
import java.io.IOException;
import java.time.Instant;

/** Reads CBOR by the model. */
class CborReader extends StructReader {
  private static final int EPOCH_TAG = 1;

  CborReader() {
    super(false);
  }

  @Override
  protected double readDouble(JsonParser parser, JsonToken token, String typeName)
      throws IOException {
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(token, typeName);
    }
    return parser.getDoubleValue();
  }

  @Override
  protected Bytes readBlob(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_EMBEDDED_OBJECT) {
      throw wrongType(token, "Blob");
    }
    return Bytes.of(parser.getBinaryValue());
  }

  @Override
  protected Instant readTimestamp(JsonParser parser, JsonToken token, TimestampFormat format)
      throws IOException {
    boolean number = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
    if (!number || ((CBORParser) parser).getCurrentTag() != EPOCH_TAG) {
      throw wrongType(token, "Timestamp");
    }
    try {
      return Timestamps.ofEpochSeconds(parser.getDoubleValue());
    } catch (IllegalArgumentException e) {
      throw SerializationErrors.of("Invalid timestamp: " + e.getMessage());
    }
  }
}
