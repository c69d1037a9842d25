package io.nephele.wire.cbor;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.RpcEventStreams;
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

/**
 * awsJson1_1 with CBOR in place of JSON, which no model names but some clients speak: the AWS SDKs
 * for Java with Kinesis. All else is as in awsJson1_1.
 */
public final class AwsCborProtocol implements ServerProtocol {
  private static final String CONTENT_TYPE = "application/x-amz-cbor-1.1";

  private final CborCodec codec =
      new CborCodec(CONTENT_TYPE, new MillisecondTimes.Reader(), new MillisecondTimes.Writer());

  /** Whether a request to a service of awsJson1_1 speaks this. */
  public static boolean isSpoken(HttpRequest request) {
    String contentType = request.headers().first("Content-Type");
    return contentType != null && contentType.startsWith(CONTENT_TYPE);
  }

  @Override
  public Protocol protocol() {
    return Protocol.AWS_JSON_1_1;
  }

  @Override
  public Struct decode(Operation operation, HttpRequest request) {
    Struct input = new Struct(operation.input());
    if (request.body().length() != 0) {
      try (InputStream content = Content.open(request)) {
        codec.read(content, input);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return input.freeze();
  }

  @Override
  public HttpResponse encode(Operation operation, Struct output, String requestId) {
    Headers headers = new Headers();
    headers.add("x-amzn-RequestId", requestId);
    Body events = RpcEventStreams.encode(output, codec);
    if (events != null) {
      headers.add("Content-Type", RpcEventStreams.CONTENT_TYPE);
      return new HttpResponse(200, headers, events);
    }
    headers.add("Content-Type", CONTENT_TYPE);
    if (operation.hasUnitOutput()) {
      return new HttpResponse(200, headers, Body.EMPTY);
    }
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
    Headers headers = new Headers();
    headers.add("x-amzn-RequestId", requestId);
    headers.add("Content-Type", CONTENT_TYPE);
    if (service != null && service.queryCompatible()) {
      headers.add("x-amzn-query-error", ErrorTypes.queryError(error));
    }
    List<String> texts = new ArrayList<>(4);
    texts.add("__type");
    texts.add(ErrorTypes.type(service, protocol(), error));
    texts.addAll(ErrorTypes.message(error));
    GrowingBytes out = new GrowingBytes();
    try {
      codec.writeError(out, texts, error.detail());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HttpResponse(error.status(), headers, Body.of(out.bytes()));
  }
}
