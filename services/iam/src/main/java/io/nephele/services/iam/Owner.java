package io.nephele.services.iam;

import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.User;

/**
 * Whose credentials a request is about: a user's or the root user's.
 *
 * @param userName null of the root user
 * @param id the user's unique id or, of the root user, the account
 */
record Owner(String userName, String id) {
  /**
   * The one that a request names, or else the caller; an error to the caller if it is not there.
   */
  static Owner of(IamWorld iam, Reader reader, String asked, Call call) {
    String name = IamWorld.userNameOrCaller(asked, call);
    if (name == null) {
      return new Owner(null, call.accountId());
    }
    User user = iam.user(reader, call, name);
    return new Owner(user.name(), user.id());
  }
}
