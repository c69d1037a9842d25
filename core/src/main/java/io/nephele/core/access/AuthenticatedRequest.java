package io.nephele.core.access;

import io.nephele.core.identity.Principal;
import io.nephele.wire.sign.VerifiedRequest;

/** A request whose caller is known. */
public record AuthenticatedRequest(Principal principal, VerifiedRequest verified) {}
