package io.nephele.wire.rest;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.eventstream.EventPayloadFormat;
import io.nephele.wire.http.GrowingBytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.json.JsonCodec;
import io.nephele.wire.json.JsonEventPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The protocol of Lambda, API Gateway and most newer REST services: restJson1. */
public final class RestJsonProtocol extends RestProtocol {
  private static final JsonBodyFormat FORMAT = new JsonBodyFormat();

  /** The protocol. */
  public RestJsonProtocol() {
    super(Protocol.REST_JSON_1, FORMAT);
  }

  @Override
  protected EventPayloadFormat eventFormat() {
    return JsonEventPayload.JSON_NAMES;
  }

  @Override
  protected boolean sendsEmptyDocument() {
    return true;
  }

  @Override
  protected String requestIdHeader() {
    return "x-amzn-RequestId";
  }

  @Override
  void checkMediaTypes(Operation operation, RestBindings bindings, HttpRequest request) {
    MediaTypes.check(operation, bindings, request);
  }

  @Override
  public HttpResponse encodeError(
      Service service, Operation operation, AwsException error, String requestId) {
    Headers headers = new Headers();
    headers.add(requestIdHeader(), requestId);
    headers.add("x-amzn-ErrorType", error.code());
    Struct detail = error.detail();
    List<Member> members = detail == null ? List.of() : errorBodyMembers(detail);
    List<String> message =
        detail != null || error.getMessage() == null
            ? List.of()
            : List.of("message", error.getMessage());
    GrowingBytes out = new GrowingBytes();
    try {
      JsonCodec.JSON_NAMES.writeError(out, message, detail, members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    headers.set("Content-Type", FORMAT.contentType());
    if (detail != null) {
      writeErrorHeaders(detail, headers);
    }
    return new HttpResponse(error.status(), headers, Body.of(out.bytes()));
  }
}
