package io.nephele.wire.sign;

/** Where the verifier finds access keys. */
@FunctionalInterface
public interface AccessKeys {
  /**
   * The key of that id, or null if there is none.
   *
   * @param accessKeyId the id as the request claims it, not yet checked
   * @param sessionToken the session token that came with it, or null; a token that carries its key
   *     itself can be read here
   */
  AccessKey find(String accessKeyId, String sessionToken);
}
