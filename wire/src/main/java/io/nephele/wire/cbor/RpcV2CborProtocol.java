package io.nephele.wire.cbor;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.RpcEventStreams;
import io.nephele.wire.SerializationErrors;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.Content;
import io.nephele.wire.http.GrowingBytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.json.ErrorTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The protocol rpcv2Cbor: {@code POST /service/SHAPE/operation/NAME} with CBOR maps. */
public final class RpcV2CborProtocol implements ServerProtocol {
  private final CborCodec codec = new CborCodec();

  @Override
  public Protocol protocol() {
    return Protocol.RPC_V2_CBOR;
  }

  @Override
  public Struct decode(Operation operation, HttpRequest request) {
    Struct input = new Struct(operation.input());
    try {
      if (RpcEventStreams.isEventStream(request)) {
        RpcEventStreams.decode(request, input, codec);
      } else if (request.body().length() != 0) {
        requireCbor(request);
        try (InputStream content = Content.open(request)) {
          codec.read(content, input);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return input.freeze();
  }

  private static void requireCbor(HttpRequest request) {
    String contentType = request.headers().first("Content-Type");
    if (contentType != null && !contentType.startsWith("application/cbor")) {
      throw SerializationErrors.of("Unsupported content type: " + contentType);
    }
  }

  @Override
  public HttpResponse encode(Operation operation, Struct output, String requestId) {
    Headers headers = headers(requestId);
    Body events = RpcEventStreams.encode(output, codec);
    if (events != null) {
      headers.add("Content-Type", RpcEventStreams.CONTENT_TYPE);
      return new HttpResponse(200, headers, events);
    }
    if (operation.hasUnitOutput()) {
      return new HttpResponse(200, headers, Body.EMPTY);
    }
    headers.add("Content-Type", codec.contentType());
    GrowingBytes out = new GrowingBytes();
    try {
      codec.write(out, output, output.shape().members());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HttpResponse(200, headers, Body.of(out.bytes()));
  }

  @Override
  public HttpResponse encodeError(
      Service service, Operation operation, AwsException error, String requestId) {
    Headers headers = headers(requestId);
    headers.add("Content-Type", codec.contentType());
    if (service != null && service.queryCompatible()) {
      headers.add("x-amzn-query-error", ErrorTypes.queryError(error));
    }
    List<String> texts = new ArrayList<>(4);
    texts.add("__type");
    texts.add(ErrorTypes.type(service, protocol(), error));
    if (error.detail() == null && error.getMessage() != null) {
      texts.add("message");
      texts.add(error.getMessage());
    }
    GrowingBytes out = new GrowingBytes();
    try {
      codec.writeError(out, texts, error.detail());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HttpResponse(error.status(), headers, Body.of(out.bytes()));
  }

  private static Headers headers(String requestId) {
    Headers headers = new Headers();
    headers.add("smithy-protocol", "rpc-v2-cbor");
    headers.add("x-amzn-RequestId", requestId);
    return headers;
  }
}
