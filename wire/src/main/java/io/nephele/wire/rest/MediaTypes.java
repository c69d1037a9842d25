package io.nephele.wire.rest;

import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import io.nephele.wire.http.HttpRequest;
import java.util.Locale;

/**
 * Whether a restJson1 request has the media type that its operation takes, and accepts the one that
 * it answers with.
 */
final class MediaTypes {
  private static final String JSON = "application/json";

  private MediaTypes() {}

  static void check(Operation operation, RestBindings bindings, HttpRequest request) {
    checkContentType(bindings, request);
    String accept = request.headers().first("Accept");
    if (accept != null) {
      String answered = mediaType(RestBindings.ofResponse(operation.output()));
      if (answered != null && !accepts(accept, answered)) {
        throw AwsException.client("NotAcceptableException", 406, null);
      }
    }
  }

  private static void checkContentType(RestBindings bindings, HttpRequest request) {
    String contentType = request.headers().first("Content-Type");
    boolean empty = request.body().length() == 0;
    for (Member member : bindings.headers()) {
      if (member.httpHeader().equalsIgnoreCase("Content-Type")) {
        return; // any type will do, because the caller says which
      }
    }
    String expected = mediaType(bindings);
    boolean unexpected;
    if (expected == null) {
      // A blob may be of any type, and some clients send an empty object where there is nothing to
      // say.
      unexpected =
          bindings.payload() == null
              && contentType != null
              && !empty
              && !matches(contentType, JSON);
    } else if (contentType == null) {
      unexpected = !empty && !bindings.hasEvents();
    } else {
      unexpected = !empty && !matches(contentType, expected);
    }
    if (unexpected) {
      throw AwsException.client("UnsupportedMediaTypeException", 415, null);
    }
  }

  /** The type of the content, or null where there is none or it may be any. */
  private static String mediaType(RestBindings bindings) {
    Member payload = bindings.payload();
    if (payload == null) {
      return bindings.body().isEmpty() ? null : JSON;
    }
    Shape target = payload.target();
    return switch (target.type()) {
      case BLOB -> target.mediaType();
      case STRING, ENUM -> target.mediaType() == null ? "text/plain" : target.mediaType();
      default -> bindings.hasEvents() ? "application/vnd.amazon.eventstream" : JSON;
    };
  }

  private static boolean matches(String contentType, String expected) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().equalsIgnoreCase(expected);
  }

  private static boolean accepts(String accept, String answered) {
    String type = answered.substring(0, answered.indexOf('/'));
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", 64)) {
      String wanted = range.strip();
      int semicolon = wanted.indexOf(';');
      wanted = semicolon < 0 ? wanted : wanted.substring(0, semicolon).strip();
      if (wanted.equals("*/*") || wanted.equals(type + "/*") || wanted.equals(answered)) {
        return true;
      }
    }
    return false;
  }
}
