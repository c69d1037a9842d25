package io.nephele.wire.eventstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.EventStream;
import io.nephele.model.Models;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class EventStreamCodecTest {
  private static final Shape UNION =
      Models.bundled().service("lambda").shape("InvokeWithResponseStreamResponseEvent");

  /** Writes one text member a line; enough to see what goes where. */
  private static final EventPayloadFormat LINES =
      new EventPayloadFormat() {
        @Override
        public String contentType() {
          return "text/lines";
        }

        @Override
        public byte[] write(Struct struct) {
          return struct.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void read(byte[] payload, Struct into) {
          into.set("ErrorCode", new String(payload, StandardCharsets.UTF_8));
        }
      };

  private static Struct event(String member, String part, Object value) {
    Shape shape = UNION.member(member).target();
    return new Struct(UNION).set(member, new Struct(shape).set(part, value));
  }

  private static EventStream stream(List<Struct> events, AwsException end) {
    Deque<Struct> left = new ArrayDeque<>(events);
    return new EventStream() {
      @Override
      public Struct next() {
        if (left.isEmpty() && end != null) {
          throw end;
        }
        return left.poll();
      }

      @Override
      public void close() {
        left.clear();
      }
    };
  }

  private static byte[] bytes(Body body) throws IOException {
    try (InputStream in = body.open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void writesAndReadsEvents() throws IOException {
    Struct chunk = event("PayloadChunk", "Payload", Bytes.utf8("hi"));
    Struct end = event("InvokeComplete", "ErrorCode", "E");
    byte[] bytes =
        bytes(EventStreamCodec.encode(UNION, stream(List.of(chunk, end), null), LINES, null));
    EventMessage first = EventFrames.read(new ByteArrayInputStream(bytes));
    assertThat(first.headers())
        .containsExactly(
            Map.entry(":event-type", "PayloadChunk"),
            Map.entry(":content-type", "application/octet-stream"),
            Map.entry(":message-type", "event"));
    assertThat(new String(first.payload(), StandardCharsets.UTF_8)).isEqualTo("hi");
    try (EventStream events =
        EventStreamCodec.decode(UNION, new ByteArrayInputStream(bytes), LINES)) {
      assertThat(events.next()).isEqualTo(chunk);
      Struct complete = (Struct) events.next().get("InvokeComplete");
      assertThat(complete.get("ErrorCode")).isEqualTo(end.get("InvokeComplete").toString());
      assertThat(events.next()).isNull();
    }
  }

  @Test
  void writesTheInitialResponseAndErrors() throws IOException {
    Struct initial = new Struct(UNION.member("InvokeComplete").target()).set("ErrorCode", "i");
    AwsException error = AwsException.client("Broken", 400, "no more");
    InputStream in =
        new ByteArrayInputStream(
            bytes(EventStreamCodec.encode(UNION, stream(List.of(), error), LINES, initial)));
    EventMessage first = EventFrames.read(in);
    assertThat(first.text(":event-type")).isEqualTo("initial-response");
    assertThat(first.payload()).isEqualTo(LINES.write(initial));
    EventMessage second = EventFrames.read(in);
    assertThat(second.headers())
        .containsExactly(
            Map.entry(":error-code", "Broken"),
            Map.entry(":error-message", "no more"),
            Map.entry(":message-type", "error"));
    assertThat(EventFrames.read(in)).isNull();
  }

  @Test
  void writesModelledErrorsAsExceptions() throws IOException {
    Shape kinesis = Models.bundled().service("kinesis").shape("SubscribeToShardEventStream");
    Struct detail = new Struct(kinesis.member("ResourceInUseException").target());
    byte[] bytes =
        bytes(
            EventStreamCodec.encode(
                kinesis, stream(List.of(), new Modelled(detail, "busy")), LINES, null));
    EventMessage message = EventFrames.read(new ByteArrayInputStream(bytes));
    assertThat(message.text(":message-type")).isEqualTo("exception");
    assertThat(message.text(":exception-type")).isEqualTo("ResourceInUseException");
  }

  @Test
  void carriesHeadersOfAllTypes() throws IOException {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("true", true);
    headers.put("false", false);
    headers.put("byte", (byte) -1);
    headers.put("short", (short) -300);
    headers.put("int", 70_000);
    headers.put("long", 1L << 40);
    headers.put("bytes", Bytes.utf8("b"));
    headers.put("string", "é");
    headers.put("time", Instant.ofEpochMilli(123));
    headers.put("uuid", new UUID(1, 2));
    EventMessage read =
        EventFrames.read(
            new ByteArrayInputStream(EventFrames.write(new EventMessage(headers, new byte[] {1}))));
    assertThat(read.headers()).containsExactlyEntriesOf(headers);
    assertThat(read.payload()).containsExactly(1);
  }

  @Test
  void unwrapsSignedMessages() throws IOException {
    Struct chunk = event("PayloadChunk", "Payload", Bytes.utf8("hi"));
    byte[] inner = bytes(EventStreamCodec.encode(UNION, stream(List.of(chunk), null), LINES, null));
    byte[] outer =
        EventFrames.write(
            new EventMessage(
                Map.of(":chunk-signature", Bytes.utf8("s"), ":date", Instant.ofEpochMilli(1)),
                inner));
    EventStream events = EventStreamCodec.decode(UNION, new ByteArrayInputStream(outer), LINES);
    assertThat(events.next()).isEqualTo(chunk);
  }

  @Test
  void refusesWhatIsNoFrame() throws IOException {
    byte[] good =
        EventFrames.write(new EventMessage(Map.of(":message-type", "event"), new byte[10]));
    for (int i = 0; i < good.length; i++) {
      byte[] broken = good.clone();
      broken[i] ^= 0x40;
      assertThatThrownBy(() -> EventFrames.read(new ByteArrayInputStream(broken)))
          .as("byte " + i)
          .isInstanceOf(AwsException.class);
      if (i > 0) {
        InputStream cut = new ByteArrayInputStream(good, 0, i);
        assertThatThrownBy(() -> EventFrames.read(cut)).isInstanceOf(AwsException.class);
      }
    }
    for (int[] lengths :
        new int[][] {{-1, 0}, {Integer.MAX_VALUE, 0}, {16, 1}, {15, 0}, {20, -1}}) {
      ByteBuffer prelude = ByteBuffer.allocate(12).putInt(lengths[0]).putInt(lengths[1]);
      CRC32 crc = new CRC32();
      crc.update(prelude.array(), 0, 8);
      prelude.putInt((int) crc.getValue());
      InputStream in = new ByteArrayInputStream(prelude.array());
      assertThatThrownBy(() -> EventFrames.read(in)).isInstanceOf(AwsException.class);
    }
  }

  @Test
  void refusesUnknownEvents() throws IOException {
    byte[] unknown =
        EventFrames.write(
            new EventMessage(
                Map.of(":message-type", "event", ":event-type", "Nothing"), new byte[0]));
    EventStream events = EventStreamCodec.decode(UNION, new ByteArrayInputStream(unknown), LINES);
    assertThatThrownBy(events::next).isInstanceOf(AwsException.class);
    assertThat(events.next()).isNull();
  }

  private static final class Modelled extends AwsException {
    private static final long serialVersionUID = 1L;

    Modelled(Struct detail, String message) {
      super(detail, message);
    }
  }
}
