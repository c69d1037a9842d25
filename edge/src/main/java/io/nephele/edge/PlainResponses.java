package io.nephele.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Responses that belong to no AWS protocol. */
public final class PlainResponses {
  private static final JsonFactory JSON = new JsonFactory();

  private PlainResponses() {}

  /** Writes the content of a response. */
  public interface JsonContent {
    /** Writes one JSON value. */
    void write(JsonGenerator json) throws IOException;
  }

  /** A response of plain text. */
  public static HttpResponse text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", Bytes.utf8(text));
  }

  /** A response of JSON. */
  public static HttpResponse json(int status, Bytes json) {
    return of(status, "application/json", json);
  }

  /** A response of the JSON that is written. */
  public static HttpResponse json(int status, JsonContent content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json(status, Bytes.of(bytes.toByteArray()));
  }

  /** A response without content. */
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, new Headers(), Body.EMPTY);
  }

  private static HttpResponse of(int status, String contentType, Bytes content) {
    return new HttpResponse(
        status, new Headers().add("Content-Type", contentType), Body.of(content));
  }
}
