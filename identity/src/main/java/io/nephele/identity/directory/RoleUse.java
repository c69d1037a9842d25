package io.nephele.identity.directory;

import java.time.Instant;

/** When and where a session of a role last made a call. */
public record RoleUse(Instant at, String region) {}
