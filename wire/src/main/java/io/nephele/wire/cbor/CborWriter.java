package io.nephele.wire.cbor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.json.StructWriter;
import java.io.IOException;
import java.time.Instant;

/** Writes CBOR by the model. */
class CborWriter extends StructWriter {
  private static final int EPOCH_TAG = 1;

  CborWriter() {
    super(false);
  }

  @Override
  protected void writeFloat(JsonGenerator out, float value) throws IOException {
    out.writeNumber(value);
  }

  @Override
  protected void writeDouble(JsonGenerator out, double value) throws IOException {
    out.writeNumber(value);
  }

  @Override
  protected void writeTimestamp(JsonGenerator out, Instant time, TimestampFormat format)
      throws IOException {
    ((CBORGenerator) out).writeTag(EPOCH_TAG);
    int milliseconds = time.getNano() / 1_000_000;
    out.writeNumber(time.getEpochSecond() + milliseconds / 1e3);
  }
}
