package io.nephele.services.sqs;

import io.nephele.api.sqs.InvalidMessageContents;
import io.nephele.model.AwsException;

/**
 * Which texts SQS takes for what. Looked at character by character, because bodies can be a
 * mebibyte long.
 */
final class Texts {
  private static final String INVALID_CONTENTS =
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF |"
          + " #xE000 to #xFFFD | #x10000 to #x10FFFF";

  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private Texts() {}

  /**
   * Whether the text is 1 to max characters long, all letters and digits of ASCII, hyphens or
   * underscores.
   */
  static boolean isName(String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the text can be a message group's or deduplication id: 1 to 128 alphanumeric and
   * punctuation characters.
   */
  static boolean isFifoId(String text) {
    if (text.isEmpty() || text.length() > 128) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The error of a text with characters that no message may have, or null. */
  static AwsException contentError(String text) {
    return isPrintableAscii(text) || hasOnlyXmlCharacters(text)
        ? null
        : new InvalidMessageContents(INVALID_CONTENTS);
  }

  /** As most bodies are: told without a branch for each character, twice as fast. */
  private static boolean isPrintableAscii(String text) {
    int signs = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      signs |= (c - ' ') | ('~' - c);
    }
    return signs >= 0;
  }

  /**
   * Whether all characters can stand in an XML document, which is what SQS allows in bodies and
   * values.
   */
  static boolean hasOnlyXmlCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 ? c != '\t' && c != '\n' && c != '\r' : c > 0xFFFD) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** The length of the text's UTF-8 form in bytes. */
  static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        // A surrogate pair is four bytes for two characters.
        length += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        length++;
      }
    }
    return length;
  }

  static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
