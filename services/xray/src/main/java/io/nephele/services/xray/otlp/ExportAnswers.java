package io.nephele.services.xray.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.nephele.core.json.JsonText;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What exporters are answered, in the form in which they asked.
 *
 * @param json whether that is JSON
 */
record ExportAnswers(boolean json) {
  private static final String REJECTED = "Some spans are no segments that X-Ray takes.";

  /** Numbers of gRPC's codes and of its status's fields. */
  private static final int INVALID_ARGUMENT = 3;

  private static final int PERMISSION_DENIED = 7;
  private static final int INTERNAL = 13;
  private static final int CODE = 1;
  private static final int MESSAGE = 2;

  /**
   * @param rejected how many spans were not taken
   */
  HttpResponse success(int rejected) {
    if (json) {
      Map<String, Object> partial = new LinkedHashMap<>();
      partial.put("rejectedSpans", Integer.toString(rejected));
      partial.put("errorMessage", REJECTED);
      return answer(200, text(rejected == 0 ? Map.of() : Map.of("partialSuccess", partial)));
    }
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    if (rejected > 0) {
      response.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(rejected)
              .setErrorMessage(REJECTED));
    }
    return answer(200, response.build().toByteArray());
  }

  /** gRPC's status, as OTLP tells errors. */
  HttpResponse failure(int status, String message) {
    int code = status == 403 ? PERMISSION_DENIED : status < 500 ? INVALID_ARGUMENT : INTERNAL;
    if (json) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("code", code);
      told.put("message", message);
      return answer(status, text(told));
    }
    UnknownFieldSet fields =
        UnknownFieldSet.newBuilder()
            .addField(CODE, UnknownFieldSet.Field.newBuilder().addVarint(code).build())
            .addField(
                MESSAGE,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8(message))
                    .build())
            .build();
    return answer(status, fields.toByteArray());
  }

  private static byte[] text(Map<String, Object> told) {
    return JsonText.write(told).getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse answer(int status, byte[] body) {
    Headers headers = new Headers();
    headers.set("Content-Type", json ? TraceExports.JSON : TraceExports.PROTOBUF);
    return new HttpResponse(status, headers, Body.of(Bytes.of(body)));
  }
}
