package io.nephele.core.access;

import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecorder;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Partition;
import io.nephele.model.Struct;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.sign.SignatureTarget;

/** Who calls, and may they: what a world asks about identity. */
public interface AccessControl {
  /**
   * Finds out who makes a request that came from outside.
   *
   * @param request as it came
   * @param target what it must be signed for
   * @param partition the partition that is called
   * @throws io.nephele.model.AwsException what AWS answers if the signature is not right
   */
  AuthenticatedRequest authenticate(
      HttpRequest request, SignatureTarget target, Partition partition);

  /**
   * The principal that holds these credentials of this world.
   *
   * @param sessionToken the token of temporary credentials, or null
   * @return null if they are none of this world's, or are not good any more
   */
  Principal principal(String accessKeyId, String sessionToken);

  /** Decides whether a call may be made. A denial is answered, not thrown. */
  Authorization authorize(Call call, Struct request);

  /** Is told of every call. */
  CallRecorder recorder();

  /** Forgets what is in memory of a store that was emptied. */
  void forget();
}
