package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.GetRandomPasswordRequest;
import io.nephele.api.secretsmanager.GetRandomPasswordResponse;
import io.nephele.core.call.Call;
import io.nephele.core.ids.Ids;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Random passwords. */
final class Passwords {
  private static final long USUAL_LENGTH = 32;
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
  private static final String CAPITAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private final Ids ids;

  Passwords(Ids ids) {
    this.ids = ids;
  }

  GetRandomPasswordResponse get(GetRandomPasswordRequest in, Call call) {
    String excluded = in.excludeCharacters() == null ? "" : in.excludeCharacters();
    List<String> types = new ArrayList<>();
    add(types, in.excludeLowercase(), SMALL, excluded);
    add(types, in.excludeUppercase(), CAPITAL, excluded);
    add(types, in.excludeNumbers(), DIGITS, excluded);
    add(types, in.excludePunctuation(), PUNCTUATION, excluded);
    add(types, !Boolean.TRUE.equals(in.includeSpace()), " ", excluded);
    if (types.isEmpty()) {
      throw SecretErrors.invalidParameter("Password type not specified");
    }
    int length =
        (int) (in.passwordLength() == null ? USUAL_LENGTH : in.passwordLength().longValue());
    boolean each = !Boolean.FALSE.equals(in.requireEachIncludedType());
    if (each && length < types.size()) {
      throw SecretErrors.invalidParameter(
          "Password length " + length + " is too short based on the required types.");
    }
    StringBuilder password = new StringBuilder(length);
    if (each) {
      types.forEach(type -> password.append(ids.secretText(1, type)));
    }
    password.append(ids.secretText(length - password.length(), String.join("", types)));
    shuffle(password);
    return new GetRandomPasswordResponse().randomPassword(password.toString());
  }

  private static void add(List<String> types, Boolean leftOut, String characters, String excluded) {
    if (Boolean.TRUE.equals(leftOut)) {
      return;
    }
    StringBuilder rest = new StringBuilder();
    for (int i = 0; i < characters.length(); i++) {
      if (excluded.indexOf(characters.charAt(i)) < 0) {
        rest.append(characters.charAt(i));
      }
    }
    if (!rest.isEmpty()) {
      types.add(rest.toString());
    }
  }

  private void shuffle(StringBuilder password) {
    ByteBuffer random = ByteBuffer.wrap(ids.secretBytes(password.length() * Integer.BYTES));
    for (int i = password.length() - 1; i > 0; i--) {
      int other = Integer.remainderUnsigned(random.getInt(), i + 1);
      char c = password.charAt(i);
      password.setCharAt(i, password.charAt(other));
      password.setCharAt(other, c);
    }
  }
}
