package io.nephele.services.lambda.invoke;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.nephele.api.lambda.InvalidRequestContentException;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What may be sent to functions. */
public final class Payloads {
  /** So many bytes may be sent to a function that is waited for. */
  public static final int MOST_AWAITED = 6 * 1024 * 1024;

  /** So many bytes may be sent to a function that is not waited for. */
  public static final int MOST_QUEUED = 1024 * 1024;

  private static final Bytes NOTHING = Bytes.utf8("{}");
  private static final int LONGEST_CONTEXT = 3583;
  private static final JsonFactory JSON = new JsonFactory();

  private Payloads() {}

  /**
   * A payload as the function gets it: an empty object if nothing was sent.
   *
   * @param type the invocation type, for the error to who sends too much
   */
  public static Bytes check(Bytes payload, String type, int most) {
    if (payload == null || payload.length() == 0) {
      return NOTHING;
    }
    if (payload.length() > most) {
      throw AwsException.client(
          "RequestEntityTooLargeException",
          413,
          payload.length()
              + " byte payload is too large for the "
              + type
              + " invocation type (limit "
              + most
              + " bytes)");
    }
    try (JsonParser parser = JSON.createParser(payload.toStream())) {
      parser.nextToken();
      parser.skipChildren();
      if (parser.currentToken() == null || parser.nextToken() != null) {
        throw invalid("Could not parse request body into json: it is not one JSON value.");
      }
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw invalid(
          "Could not parse request body into json: Could not parse payload into json: "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return payload;
  }

  private static AwsException invalid(String message) {
    return new InvalidRequestContentException(message).type("User");
  }

  /** The JSON that a client context holds, or null. */
  static String clientContext(String base64) {
    if (base64 == null) {
      return null;
    }
    if (base64.length() > LONGEST_CONTEXT) {
      throw invalid("Client context must be no more than " + LONGEST_CONTEXT + " bytes.");
    }
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("Client context must be a valid Base64-encoded JSON object.");
    }
  }
}
