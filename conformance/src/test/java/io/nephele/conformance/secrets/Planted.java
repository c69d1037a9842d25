package io.nephele.conformance.secrets;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Secrets that were planted, and a search for them in whatever form bytes are written. */
final class Planted {
  /** How many bytes of a secret are searched for: a piece of one is a leak too. */
  private static final int PIECE = 18;

  private final Map<String, byte[]> secrets = new LinkedHashMap<>();

  void add(String name, String secret) {
    add(name, secret.getBytes(StandardCharsets.UTF_8));
  }

  void add(String name, byte[] secret) {
    if (secret.length < PIECE) {
      throw new IllegalArgumentException(name + " is too short to be told from other bytes");
    }
    secrets.put(name, secret);
  }

  /** The names of those that are in there, each with the form in which it is. */
  List<String> foundIn(byte[] place) {
    String text = new String(place, StandardCharsets.ISO_8859_1);
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> found = new ArrayList<>();
    secrets.forEach(
        (name, secret) -> {
          for (int at = 0; at + PIECE <= secret.length; at += PIECE) {
            byte[] piece = new byte[PIECE];
            System.arraycopy(secret, at, piece, 0, PIECE);
            if (text.contains(new String(piece, StandardCharsets.ISO_8859_1))) {
              found.add(name + " as it is");
            }
            if (lower.contains(HexFormat.of().formatHex(piece))) {
              found.add(name + " in hexadecimal");
            }
            for (String base64 : base64(piece)) {
              if (text.contains(base64)) {
                found.add(name + " in base64");
              }
            }
          }
        });
    return found.stream().distinct().toList();
  }

  /** What is the same wherever in a base64 text the piece begins, in both alphabets. */
  private static List<String> base64(byte[] piece) {
    List<String> forms = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      ByteArrayOutputStream shifted = new ByteArrayOutputStream();
      shifted.writeBytes(new byte[before]);
      shifted.writeBytes(piece);
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String text = encoder.withoutPadding().encodeToString(shifted.toByteArray());
        forms.add(text.substring(before == 0 ? 0 : 4, text.length() - 4));
      }
    }
    return forms;
  }
}
