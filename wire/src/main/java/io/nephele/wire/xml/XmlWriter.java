package io.nephele.wire.xml;

import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Writes an XML document into memory. The JDK's writer is not used because it neither escapes
 * carriage returns and control characters, which AWS writes as character references (keys of S3
 * objects hold them), nor is it fast on small documents.
 */
public final class XmlWriter {
  private final StringBuilder out = new StringBuilder(512);
  private boolean tagOpen;

  /** Writes the XML declaration. */
  public XmlWriter declaration() {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    return this;
  }

  /** Writes an XML declaration that names no encoding. */
  public XmlWriter shortDeclaration() {
    out.append("<?xml version=\"1.0\"?>");
    return this;
  }

  /** Begins an element. */
  public XmlWriter start(String name) {
    closeTag();
    out.append('<').append(name);
    tagOpen = true;
    return this;
  }

  /** Adds an attribute to the element just begun. */
  public XmlWriter attribute(String name, String value) {
    if (!tagOpen) {
      throw new IllegalStateException("no element was just begun");
    }
    out.append(' ').append(name).append("=\"");
    escape(value, true);
    out.append('"');
    return this;
  }

  /** Declares a namespace on the element just begun; the prefix may be null. */
  public XmlWriter namespace(String prefix, String uri) {
    return attribute(prefix == null || prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri);
  }

  /** Writes text. */
  public XmlWriter text(String text) {
    if (!text.isEmpty()) {
      closeTag();
      escape(text, false);
    }
    return this;
  }

  /** Ends an element. */
  public XmlWriter end(String name) {
    if (tagOpen) {
      out.append("/>");
      tagOpen = false;
    } else {
      out.append("</").append(name).append('>');
    }
    return this;
  }

  /** Writes an element with text; nothing if the text is null. */
  public XmlWriter element(String name, String text) {
    if (text != null) {
      start(name);
      text(text);
      end(name);
    }
    return this;
  }

  /** What was written, in UTF-8. */
  public Bytes toBytes() {
    return Bytes.of(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void closeTag() {
    if (tagOpen) {
      out.append('>');
      tagOpen = false;
    }
  }

  private void escape(String text, boolean attribute) {
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      String replacement = replacement(text.charAt(i), attribute);
      if (replacement != null) {
        out.append(text, copied, i).append(replacement);
        copied = i + 1;
      }
    }
    out.append(text, copied, text.length());
  }

  private static String replacement(char c, boolean attribute) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\r' -> "&#xD;";
      case '\t' -> attribute ? "&#x9;" : null;
      case '\n' -> attribute ? "&#xA;" : null;
      case '\u0085' -> "&#x85;";
      case '\u2028' -> "&#x2028;";
      default ->
          c < ' ' ? "&#x" + Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT) + ";" : null;
    };
  }
}
