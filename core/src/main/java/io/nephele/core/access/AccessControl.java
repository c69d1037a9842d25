package io.nephele.core.access;

import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecorder;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Partition;
import io.nephele.model.Struct;
import io.nephele.policy.ConditionKeys;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.sign.SignatureTarget;
import java.util.function.UnaryOperator;

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

  /**
   * Checks the code of an MFA device that a request shows in its own way, and takes it.
   *
   * @throws io.nephele.model.AwsException if the device is not the caller's or the code is not
   *     right
   */
  void checkMfa(Call call, String serialNumber, String code);

  /**
   * Finds out who signed the policy of a form that uploads to S3.
   *
   * @param fields the value of the form's field of that name, given in lower case, or null
   * @param target S3 in the bucket's region
   * @throws io.nephele.model.AwsException what S3 answers if the signature is not right
   */
  Principal authenticateForm(
      UnaryOperator<String> fields, SignatureTarget target, Partition partition);

  /** Decides whether a call may be made. A denial is answered, not thrown. */
  Authorization authorize(Call call, Struct request);

  /**
   * Decides whether who makes a call may do one more thing, which no operation stands for: what a
   * service does beyond what the call's operation asks for.
   *
   * @param action as the Service Authorization Reference writes it, of the called service
   * @param resource the resource's ARN
   * @param keys the service's own condition keys
   */
  Authorization authorize(Call call, String action, String resource, ConditionKeys keys);

  /**
   * Whether the policy of a resource can name that principal: an account, a user, a role or a
   * session that is there, by its ARN or unique id, or {@code *}. Of accounts in which nobody of
   * this world ever made anything, any name is taken.
   *
   * @param accountId the account that owns the resource
   */
  boolean isPrincipal(String accountId, String name);

  /** Is told of every call. */
  CallRecorder recorder();

  /** Forgets what is in memory of a store that was emptied. */
  void forget();
}
