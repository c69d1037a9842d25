package io.nephele.identity.pem;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A block of a PEM text (RFC 7468).
 *
 * @param label for example {@code CERTIFICATE}
 * @param encrypted whether headers say that the content is encrypted (RFC 1421, as OpenSSL does)
 */
public record PemBlock(String label, boolean encrypted, byte[] content) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /**
   * The blocks of a text, in order. What stands between blocks has to be white space.
   *
   * @return null if the text is not PEM
   */
  public static List<PemBlock> readAll(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    int at = skipSpace(text, 0);
    while (at < text.length()) {
      int labelEnd = text.startsWith(BEGIN, at) ? text.indexOf(DASHES, at + BEGIN.length()) : -1;
      if (labelEnd < 0) {
        return null;
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      int contentStart = labelEnd + DASHES.length();
      String end = END + label + DASHES;
      int contentEnd = text.indexOf(end, contentStart);
      if (contentEnd < 0) {
        return null;
      }
      PemBlock block = read(label, text.substring(contentStart, contentEnd));
      if (block == null) {
        return null;
      }
      blocks.add(block);
      at = skipSpace(text, contentEnd + end.length());
    }
    return blocks;
  }

  private static PemBlock read(String label, String body) {
    // Headers are lines with a colon, before an empty line.
    int headers = body.lastIndexOf(':');
    int start = headers < 0 ? 0 : body.indexOf('\n', headers);
    if (start < 0) {
      return null;
    }
    StringBuilder base64 = new StringBuilder(body.length());
    for (int i = start; i < body.length(); i++) {
      if (!Character.isWhitespace(body.charAt(i))) {
        base64.append(body.charAt(i));
      }
    }
    try {
      byte[] content = Base64.getDecoder().decode(base64.toString());
      boolean encrypted =
          label.startsWith("ENCRYPTED ") || body.substring(0, start).contains("ENCRYPTED");
      return content.length == 0 ? null : new PemBlock(label, encrypted, content);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
