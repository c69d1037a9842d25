package io.nephele.identity.directory;

import java.time.Instant;
import java.util.Map;

/**
 * A certificate for servers, with its private key.
 *
 * @param id ASCA...
 * @param body the certificate, PEM
 * @param privateKey PEM, not encrypted
 * @param chain the certificates of those who signed it, PEM, or null
 * @param expiresAt when the certificate ends
 * @param tags by key, in the order they were given
 */
public record ServerCertificate(
    String name,
    String path,
    String arn,
    String id,
    String body,
    String privateKey,
    String chain,
    Instant uploadedAt,
    Instant expiresAt,
    Map<String, String> tags) {

  /** The same with other tags. */
  public ServerCertificate withTags(Map<String, String> other) {
    return new ServerCertificate(
        name, path, arn, id, body, privateKey, chain, uploadedAt, expiresAt, other);
  }

  /** Without the key, so that no log has it. */
  @Override
  public String toString() {
    return "ServerCertificate[" + arn + "]";
  }
}
