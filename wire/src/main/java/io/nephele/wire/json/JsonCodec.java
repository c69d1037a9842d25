package io.nephele.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.wire.SerializationErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Structures as JSON documents, either with the model's member names (awsJson) or with {@code
 * jsonName} (restJson1).
 */
public final class JsonCodec {
  /** With the members' own names. */
  public static final JsonCodec MEMBER_NAMES = new JsonCodec(false);

  /** With {@code jsonName} where the model gives one. */
  public static final JsonCodec JSON_NAMES = new JsonCodec(true);

  /** How deep objects and arrays may be nested in one another. */
  static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Buffers are shared, because the usual keeper of one a thread is of no use to virtual
          // threads.
          .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(1000)
                  .maxNameLength(50_000)
                  .maxStringLength(128 << 20)
                  .build())
          .build();

  private final StructReader reader;
  private final StructWriter writer;

  private JsonCodec(boolean jsonNames) {
    this.reader = new StructReader(jsonNames);
    this.writer = new StructWriter(jsonNames);
  }

  /**
   * Reads an object's members into a struct; no content at all sets nothing. What is broken is an
   * error that AWS answers.
   *
   * @param members those that may be in the content; others are skipped
   */
  public void read(InputStream content, Struct into, List<Member> members) throws IOException {
    try (JsonParser parser = FACTORY.createParser(content)) {
      read(parser, into, members);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Reads an object's members into a struct; no content at all sets nothing. What is broken is an
   * error that AWS answers.
   */
  public void read(byte[] content, Struct into) {
    try (JsonParser parser = FACTORY.createParser(content)) {
      read(parser, into, into.shape().members());
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void read(JsonParser parser, Struct into, List<Member> members) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      throw SerializationErrors.of(StructReader.unexpectedStructure(first));
    }
    reader.readStructure(parser, into, members);
    end(parser);
  }

  /** Reads a document that is one member's value; null where there is none. */
  public Object readValue(InputStream content, Member member) throws IOException {
    try (JsonParser parser = FACTORY.createParser(content)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return null;
      }
      Object value = first == JsonToken.VALUE_NULL ? null : reader.readValue(parser, member);
      end(parser);
      return value;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Writes the members that are set, as an object. */
  public void write(OutputStream out, Struct struct, List<Member> members) throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartObject();
      writer.writeMembers(generator, struct, members);
      generator.writeEndObject();
    }
  }

  /** Writes one member's value as the whole document. */
  public void writeValue(OutputStream out, Member member, Object value) throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      writer.writeValue(generator, member, value);
    }
  }

  /** An error's document: those texts first, then the members that are set. */
  public void writeError(
      OutputStream out, List<String> namesAndTexts, Struct detail, List<Member> members)
      throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartObject();
      for (int i = 0; i < namesAndTexts.size(); i += 2) {
        generator.writeStringField(namesAndTexts.get(i), namesAndTexts.get(i + 1));
      }
      if (detail != null) {
        writer.writeMembers(generator, detail, members);
      }
      generator.writeEndObject();
    }
  }

  private static void end(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw SerializationErrors.of(null);
    }
  }

  /**
   * Jackson says what is wrong with a text in words of its own, which AWS's clients never see: AWS
   * says nothing.
   */
  private static AwsException broken(IOException e) throws AwsException {
    if (e instanceof com.fasterxml.jackson.core.JacksonException) {
      return SerializationErrors.of(null);
    }
    throw new java.io.UncheckedIOException(e);
  }
}
