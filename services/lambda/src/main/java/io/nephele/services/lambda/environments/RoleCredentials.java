package io.nephele.services.lambda.environments;

/** Credentials of the function's role, which its program finds in its environment variables. */
public record RoleCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {}
