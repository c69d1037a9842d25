package io.nephele.services.iam;

import io.nephele.core.ids.Ids;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The two kinds of credentials for one service. */
enum CredentialKind {
  /** A user name and a password. */
  PASSWORD,
  /** One secret that holds all, sent as a bearer token. */
  API_KEY;

  private static final int SECRET_BYTES = 32;

  /** The kind that a service takes, or null if it takes none. */
  static CredentialKind of(String service) {
    return switch (service) {
      case "codecommit.amazonaws.com", "cassandra.amazonaws.com" -> PASSWORD;
      case "bedrock.amazonaws.com", "logs.amazonaws.com" -> API_KEY;
      default -> null;
    };
  }

  boolean isApiKey() {
    return this == API_KEY;
  }

  /** The first alias that is free, for example {@code bob-at-123456789012}. */
  String alias(String userName, String accountId, List<ServiceCredential> known) {
    for (int number = isApiKey() ? 1 : 0; ; number++) {
      String alias = userName + (number == 0 ? "" : "+" + number) + "-at-" + accountId;
      if (known.stream().noneMatch(each -> each.alias().equals(alias))) {
        return alias;
      }
    }
  }

  /** A new secret; that of an API key tells its alias. */
  String newSecret(String alias, Ids ids) {
    String secret = Base64.getEncoder().encodeToString(ids.secretBytes(SECRET_BYTES));
    return isApiKey()
        ? "ABSK"
            + Base64.getEncoder()
                .encodeToString((alias + ":" + secret).getBytes(StandardCharsets.UTF_8))
        : secret;
  }

  /** What is kept of a secret. */
  static Bytes hash(String secret) {
    try {
      return Bytes.of(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
