package io.nephele.wire.rest;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.EventStream;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.eventstream.EventPayloadFormat;
import io.nephele.wire.eventstream.EventStreamCodec;
import io.nephele.wire.http.Content;
import io.nephele.wire.http.GrowingBytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What restJson1 and restXml share: members in the path, the query, headers and the status;
 * contents that are blobs, texts or streams. What a document looks like is the {@link
 * BodyFormat}'s.
 */
public abstract class RestProtocol implements ServerProtocol {
  private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

  private final Protocol protocol;
  private final BodyFormat format;
  private final Map<Shape, RestBindings> requests = new ConcurrentHashMap<>();
  private final Map<Shape, RestBindings> responses = new ConcurrentHashMap<>();
  private final Map<Operation, UriTemplate> templates = new ConcurrentHashMap<>();

  /** A protocol whose documents have that format. */
  protected RestProtocol(Protocol protocol, BodyFormat format) {
    this.protocol = protocol;
    this.format = format;
  }

  @Override
  public final Protocol protocol() {
    return protocol;
  }

  /** The format of an operation's results; the protocol's own unless one is special. */
  protected BodyFormat resultFormat(Operation operation) {
    return format;
  }

  /** The format of structures in events. */
  protected abstract EventPayloadFormat eventFormat();

  /**
   * Whether a result without members in its content is sent as an empty document rather than
   * nothing.
   */
  protected abstract boolean sendsEmptyDocument();

  /** The header that carries the request's id. */
  protected abstract String requestIdHeader();

  /** Adds the headers that tell the request's id; a service may have others than the protocol's. */
  protected void writeRequestId(Service service, String requestId, Headers headers) {
    headers.add(requestIdHeader(), requestId);
  }

  /** Refuses a request whose {@code Content-Type} or {@code Accept} the operation does not take. */
  void checkMediaTypes(Operation operation, RestBindings bindings, HttpRequest request) {}

  @Override
  public final Struct decode(Operation operation, HttpRequest request) {
    Shape input = operation.input();
    RestBindings bindings = requests.computeIfAbsent(input, RestBindings::ofRequest);
    checkMediaTypes(operation, bindings, request);
    Struct struct = new Struct(input);
    if (!bindings.labels().isEmpty()) {
      UriTemplate template =
          templates.computeIfAbsent(operation, key -> UriTemplate.of(key.http().uri()));
      RequestReader.readLabels(operation, template, request.path(), struct);
    }
    RequestReader.readQuery(bindings, request.query(), struct);
    RequestReader.readHeaders(bindings, request.headers(), struct);
    removeUnpacked(bindings, request, struct);
    try {
      readContent(bindings, request, struct);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return struct.freeze();
  }

  private void readContent(RestBindings bindings, HttpRequest request, Struct into)
      throws IOException {
    Member payload = bindings.payload();
    if (payload == null) {
      if (!bindings.body().isEmpty() && request.body().length() != 0) {
        try (InputStream content = Content.open(unpackable(bindings, request))) {
          format.readMembers(content, into, bindings.body());
        }
      }
      return;
    }
    HttpRequest unpackable = unpackable(bindings, request);
    if (bindings.hasEvents()) {
      into.set(
          payload,
          EventStreamCodec.decode(
              payload.target(), Content.unpacked(unpackable).open(), eventFormat()));
    } else if (bindings.hasStream()) {
      into.set(payload, Content.unpacked(unpackable));
    } else {
      into.set(payload, readPayload(payload, unpackable));
    }
  }

  private Object readPayload(Member payload, HttpRequest request) throws IOException {
    if (request.body().length() == 0) {
      return null;
    }
    switch (payload.target().type()) {
      case BLOB -> {
        Bytes bytes = Content.bytes(request);
        return bytes.length() == 0 ? null : bytes;
      }
      case STRING, ENUM -> {
        Bytes bytes = Content.bytes(request);
        return bytes.length() == 0 ? null : bytes.utf8();
      }
      default -> {
        try (InputStream content = Content.open(request)) {
          Object value = format.readPayload(content, payload);
          // Clients send an empty object for a structure that is absent.
          boolean absent =
              !payload.required()
                  && value instanceof Struct struct
                  && struct.unionMember() == null
                  && sendsEmptyDocument();
          return absent ? null : value;
        }
      }
    }
  }

  /**
   * A service that takes Content-Encoding with a blob, as S3 does, keeps the content as it came.
   */
  private static HttpRequest unpackable(RestBindings bindings, HttpRequest request) {
    return bindings.hasStream() && contentEncoding(bindings) != null
        ? request.withHeaders(request.headers().copy().remove("Content-Encoding"))
        : request;
  }

  private static Member contentEncoding(RestBindings bindings) {
    for (Member member : bindings.headers()) {
      if (member.httpHeader().equalsIgnoreCase("Content-Encoding")) {
        return member;
      }
    }
    return null;
  }

  /**
   * The packing that a client adds for the way is not part of what its user said of the content.
   */
  private static void removeUnpacked(RestBindings bindings, HttpRequest request, Struct into) {
    Member member = contentEncoding(bindings);
    if (member == null || bindings.hasStream() || request.body().length() == 0) {
      return;
    }
    if (Content.isGzip(request) && into.get(member) instanceof String encodings) {
      int comma = encodings.lastIndexOf(',');
      into.set(member, comma < 0 ? null : encodings.substring(0, comma).strip());
    }
  }

  @Override
  public final HttpResponse encode(Operation operation, Struct output, String requestId) {
    RestBindings bindings = responseBindings(output.shape());
    Headers headers = new Headers();
    writeRequestId(operation.service(), requestId, headers);
    int status = operation.http().code();
    if (bindings.responseCode() != null
        && output.get(bindings.responseCode()) instanceof Integer code) {
      status = code;
    }
    if (output.answerStatus() != 0) {
      status = output.answerStatus();
    }
    Body body = content(operation, bindings, output, headers, status);
    ResponseHeaders.write(bindings, output, headers);
    return new HttpResponse(status, headers, body);
  }

  private Body content(
      Operation operation, RestBindings bindings, Struct output, Headers headers, int status) {
    Member payload = bindings.payload();
    if (payload != null) {
      Object value = output.get(payload);
      return value == null ? Body.EMPTY : payload(resultFormat(operation), payload, value, headers);
    }
    if (bindings.body().isEmpty()) {
      boolean document = sendsEmptyDocument() && !operation.hasUnitOutput() && status != 204;
      if (!document) {
        return Body.EMPTY;
      }
    }
    return members(resultFormat(operation), output, bindings.body(), headers);
  }

  private Body payload(BodyFormat format, Member payload, Object value, Headers headers) {
    Shape target = payload.target();
    switch (target.type()) {
      case BLOB -> {
        headers.set("Content-Type", mediaType(target, "application/octet-stream"));
        return value instanceof Body body ? body : Body.of((Bytes) value);
      }
      case STRING, ENUM -> {
        headers.set("Content-Type", mediaType(target, "text/plain"));
        return Body.of(Bytes.utf8((String) value));
      }
      case UNION -> {
        if (value instanceof EventStream events) {
          headers.set("Content-Type", EVENT_STREAM);
          return EventStreamCodec.encode(target, events, eventFormat(), null);
        }
      }
      default -> {
        // written as a document below
      }
    }
    headers.set("Content-Type", format.contentType());
    GrowingBytes out = new GrowingBytes();
    try {
      format.writePayload(out, payload, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Body.of(out.bytes());
  }

  private static String mediaType(Shape shape, String otherwise) {
    return shape.mediaType() == null ? otherwise : shape.mediaType();
  }

  /** The members of a structure as a document in the protocol's own format. */
  protected static Body members(
      BodyFormat format, Struct struct, List<Member> members, Headers headers) {
    headers.set("Content-Type", format.contentType());
    GrowingBytes out = new GrowingBytes();
    try {
      format.writeMembers(out, struct, members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Body.of(out.bytes());
  }

  /** The members of an error that are in the content rather than in headers. */
  protected final List<Member> errorBodyMembers(Struct detail) {
    return responseBindings(detail.shape()).body();
  }

  /** Writes the members of an error that travel in headers. */
  protected final void writeErrorHeaders(Struct detail, Headers headers) {
    ResponseHeaders.write(responseBindings(detail.shape()), detail, headers);
  }

  private RestBindings responseBindings(Shape shape) {
    return responses.computeIfAbsent(shape, RestBindings::ofResponse);
  }
}
