package io.nephele.identity.directory;

/**
 * Whether STS issues tokens ({@code GetWebIdentityToken}) by which principals of an account show
 * others who they are.
 *
 * @param issuer the URL that the tokens name as their issuer, which stays the same when federation
 *     is disabled and enabled again
 */
public record OutboundFederation(boolean enabled, String issuer) {
  /** The name under which an account has its one. */
  public static final String NAME = "outbound";
}
