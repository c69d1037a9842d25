package io.nephele.wire.json;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.RpcEventStreams;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.Content;
import io.nephele.wire.http.GrowingBytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The protocols of SQS, DynamoDB, Kinesis and many more: awsJson1_0 and awsJson1_1, which differ in
 * their content type and in {@code __type}.
 */
public final class AwsJsonProtocol implements ServerProtocol {
  private static final Set<String> CHECKSUM = Set.of("dynamodb", "dynamodbstreams");

  private final Protocol protocol;
  private final String contentType;

  /** One of the two protocols. */
  public AwsJsonProtocol(Protocol protocol) {
    this.protocol = protocol;
    this.contentType =
        switch (protocol) {
          case AWS_JSON_1_0 -> "application/x-amz-json-1.0";
          case AWS_JSON_1_1 -> "application/x-amz-json-1.1";
          default -> throw new IllegalArgumentException(protocol + " is not awsJson");
        };
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public Struct decode(Operation operation, HttpRequest request) {
    Shape shape = operation.input();
    Struct input = new Struct(shape);
    try {
      if (RpcEventStreams.isEventStream(request)) {
        RpcEventStreams.decode(request, input, JsonEventPayload.MEMBER_NAMES);
      } else if (request.body().length() != 0) {
        try (InputStream content = Content.open(request)) {
          JsonCodec.MEMBER_NAMES.read(content, input, shape.members());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return input.freeze();
  }

  @Override
  public HttpResponse encode(Operation operation, Struct output, String requestId) {
    Headers headers = new Headers();
    headers.add("x-amzn-RequestId", requestId);
    Body events = RpcEventStreams.encode(output, JsonEventPayload.MEMBER_NAMES);
    if (events != null) {
      headers.add("Content-Type", RpcEventStreams.CONTENT_TYPE);
      return new HttpResponse(200, headers, events);
    }
    headers.add("Content-Type", contentType);
    if (operation.hasUnitOutput()) {
      return new HttpResponse(200, headers, Body.EMPTY);
    }
    GrowingBytes out = new GrowingBytes();
    try {
      JsonCodec.MEMBER_NAMES.write(out, output, output.shape().members());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response(200, headers, out.bytes(), operation.service());
  }

  @Override
  public HttpResponse encodeError(
      Service service, Operation operation, AwsException error, String requestId) {
    Headers headers = new Headers();
    headers.add("x-amzn-RequestId", requestId);
    headers.add("Content-Type", contentType);
    if (service != null && service.queryCompatible()) {
      headers.add("x-amzn-query-error", ErrorTypes.queryError(error));
    }
    List<String> texts = new ArrayList<>(4);
    texts.add("__type");
    texts.add(ErrorTypes.type(service, protocol, error));
    texts.addAll(ErrorTypes.message(error));
    Struct detail = error.detail();
    GrowingBytes out = new GrowingBytes();
    try {
      JsonCodec.MEMBER_NAMES.writeError(
          out, texts, detail, detail == null ? List.of() : detail.shape().members());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response(error.status(), headers, out.bytes(), service);
  }

  /** DynamoDB sends a checksum of its answers, which its clients compare. */
  private static HttpResponse response(int status, Headers headers, Bytes body, Service service) {
    if (service != null && CHECKSUM.contains(service.name())) {
      CRC32 crc = new CRC32();
      crc.update(body.toBuffer());
      headers.add("x-amz-crc32", Long.toString(crc.getValue()));
    }
    return new HttpResponse(status, headers, Body.of(body));
  }
}
