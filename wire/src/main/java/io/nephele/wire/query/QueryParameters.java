package io.nephele.wire.query;

import io.nephele.model.AwsException;
import io.nephele.wire.http.Content;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the parameters of a query request from its URL and its form. Their number, length and depth
 * are bounded.
 */
public final class QueryParameters {
  private static final int MAX_LENGTH = 16 << 20;
  private static final int MAX_PARAMETERS = 65_536;
  private static final int MAX_NAME_LENGTH = 1024;
  private static final int MAX_DEPTH = 32;

  private final QueryNode root = new QueryNode();
  private int count;

  private QueryParameters() {}

  /**
   * All parameters of a request: those of its URL, and over them those of its form. The body is
   * consumed.
   *
   * @throws AwsException {@code MalformedQueryString}, if they are not in the form's syntax or are
   *     too many
   */
  public static QueryNode of(HttpRequest request) {
    QueryParameters parameters = new QueryParameters();
    if (request.query() != null) {
      byte[] query = request.query().getBytes(StandardCharsets.UTF_8);
      parameters.parse(query, query.length);
    }
    if (isForm(request)) {
      byte[] form = form(request);
      parameters.parse(form, form.length);
    }
    return parameters.root;
  }

  /** Whether the request's body is a form. */
  public static boolean isForm(HttpRequest request) {
    String type = request.headers().first("Content-Type");
    return type != null
        && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
  }

  private static byte[] form(HttpRequest request) {
    try (InputStream in = Content.open(request)) {
      byte[] form = in.readNBytes(MAX_LENGTH + 1);
      if (form.length > MAX_LENGTH) {
        throw AwsException.client(
            "RequestEntityTooLarge", 413, "Request size exceeded " + MAX_LENGTH + " bytes");
      }
      return form;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void parse(byte[] text, int length) {
    int start = 0;
    while (start < length) {
      int end = start;
      int equals = -1;
      while (end < length && text[end] != '&') {
        if (equals < 0 && text[end] == '=') {
          equals = end;
        }
        end++;
      }
      if (end > start) {
        int nameEnd = equals < 0 ? end : equals;
        String value = equals < 0 ? "" : decode(text, equals + 1, end);
        add(decode(text, start, nameEnd), value);
      }
      start = end + 1;
    }
  }

  private void add(String name, String value) {
    if (++count > MAX_PARAMETERS) {
      throw malformed("The query string has more than " + MAX_PARAMETERS + " parameters");
    }
    if (name.length() > MAX_NAME_LENGTH) {
      throw malformed("The name of a parameter is longer than " + MAX_NAME_LENGTH + " characters");
    }
    QueryNode node = root;
    int depth = 0;
    int start = 0;
    while (true) {
      if (++depth > MAX_DEPTH) {
        throw malformed("The name of a parameter has more than " + MAX_DEPTH + " parts");
      }
      int dot = name.indexOf('.', start);
      node = node.childOrNew(dot < 0 ? name.substring(start) : name.substring(start, dot));
      if (dot < 0) {
        break;
      }
      start = dot + 1;
    }
    node.put(value);
  }

  private static String decode(byte[] text, int start, int end) {
    int plain = start;
    while (plain < end && text[plain] != '%' && text[plain] != '+' && text[plain] >= 0) {
      plain++;
    }
    if (plain == end) {
      return new String(text, start, end - start, StandardCharsets.ISO_8859_1); // all ASCII
    }
    byte[] decoded = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      byte b = text[i];
      if (b == '%') {
        int high = i + 2 < end ? hex(text[i + 1]) : -1;
        int low = i + 2 < end ? hex(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
          throw malformed("The query string contains a syntax error");
        }
        b = (byte) (high << 4 | low);
        i += 2;
      } else if (b == '+') {
        b = ' ';
      }
      decoded[length++] = b;
    }
    return utf8(decoded, length);
  }

  private static String utf8(byte[] bytes, int length) {
    boolean ascii = true;
    for (int i = 0; i < length; i++) {
      ascii &= bytes[i] >= 0;
    }
    if (ascii) {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed("The query string contains bytes that are not UTF-8");
    }
  }

  private static int hex(byte digit) {
    return Character.digit((char) (digit & 0xff), 16);
  }

  private static AwsException malformed(String message) {
    return AwsException.client("MalformedQueryString", 404, message);
  }
}
