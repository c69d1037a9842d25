package io.nephele.services.sts;

import io.nephele.api.sts.DecodeAuthorizationMessageRequest;
import io.nephele.api.sts.DecodeAuthorizationMessageResponse;
import io.nephele.api.sts.InvalidAuthorizationMessageException;
import io.nephele.core.call.Call;
import io.nephele.identity.authorization.AuthorizationMessages;

/** {@code DecodeAuthorizationMessage}. */
final class AuthorizationMessageDecoding {
  private final AuthorizationMessages messages;

  AuthorizationMessageDecoding(AuthorizationMessages messages) {
    this.messages = messages;
  }

  DecodeAuthorizationMessageResponse decode(DecodeAuthorizationMessageRequest in, Call call) {
    String decoded = messages.decode(call.accountId(), in.encodedMessage());
    if (decoded == null) {
      throw new InvalidAuthorizationMessageException("Message is not valid");
    }
    return new DecodeAuthorizationMessageResponse().decodedMessage(decoded);
  }
}
