package io.nephele.wire.cbor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.wire.SerializationErrors;
import io.nephele.wire.eventstream.EventPayloadFormat;
import io.nephele.wire.http.GrowingBytes;
import io.nephele.wire.json.StructReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Structures as CBOR maps. */
final class CborCodec implements EventPayloadFormat {
  private static final int MAX_DEPTH = 500;
  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          // Buffers are shared, because the usual keeper of one a thread is of no use to virtual
          // threads.
          .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(1000)
                  .maxNameLength(50_000)
                  .maxStringLength(128 << 20)
                  .build())
          .build();

  private final String contentType;
  private final CborReader reader;
  private final CborWriter writer;

  /** Structures as rpcv2Cbor has them. */
  CborCodec() {
    this("application/cbor", new CborReader(), new CborWriter());
  }

  /** Structures whose scalars are read and written so. */
  CborCodec(String contentType, CborReader reader, CborWriter writer) {
    this.contentType = contentType;
    this.reader = reader;
    this.writer = writer;
  }

  /** Reads a map's entries into a struct; no content at all sets nothing. */
  void read(InputStream content, Struct into) throws IOException {
    try (CBORParser parser = FACTORY.createParser(new TagBoundStream(content))) {
      JsonToken first = parser.nextToken();
      if (first == null && parser.currentLocation().getByteOffset() == 0) {
        return;
      }
      if (first == null) {
        throw SerializationErrors.of(null); // a tag without a value
      }
      if (first != JsonToken.START_OBJECT) {
        throw SerializationErrors.of(StructReader.unexpectedStructure(first));
      }
      reader.readStructure(parser, into, into.shape().members());
      if (parser.nextToken() != null) {
        throw SerializationErrors.of(null);
      }
    } catch (JacksonException | ArithmeticException | NegativeArraySizeException e) {
      throw SerializationErrors.of(null);
    }
  }

  /** Writes the members that are set, as a map. */
  void write(OutputStream out, Struct struct, List<Member> members) throws IOException {
    try (CBORGenerator generator = FACTORY.createGenerator(out)) {
      generator.writeStartObject();
      writer.writeMembers(generator, struct, members);
      generator.writeEndObject();
    }
  }

  /** An error's map: those texts first, then the members that are set. */
  void writeError(OutputStream out, List<String> namesAndTexts, Struct detail) throws IOException {
    try (CBORGenerator generator = FACTORY.createGenerator(out)) {
      generator.writeStartObject();
      for (int i = 0; i < namesAndTexts.size(); i += 2) {
        generator.writeStringField(namesAndTexts.get(i), namesAndTexts.get(i + 1));
      }
      if (detail != null) {
        writer.writeMembers(generator, detail, detail.shape().members());
      }
      generator.writeEndObject();
    }
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public byte[] write(Struct struct) {
    GrowingBytes out = new GrowingBytes();
    try {
      write(out, struct, EventPayloadFormat.payloadMembers(struct));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.bytes().toArray();
  }

  @Override
  public void read(byte[] payload, Struct into) {
    try {
      read(new ByteArrayInputStream(payload), into);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
