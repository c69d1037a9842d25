package io.nephele.core.datakeys;

import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import java.util.Map;

/**
 * The use of a KMS key that somebody asks for.
 *
 * @param keyId the KMS key, in any of the forms that KMS takes
 * @param context the encryption context
 * @param principal in whose name KMS is called
 * @param region where the key is
 * @param origin where the call of KMS comes from
 */
public record KeyUse(
    String keyId, Map<String, String> context, Principal principal, Region region, Origin origin) {

  /** By a service in the name of its caller. */
  public static KeyUse through(
      String servicePrincipal,
      Call call,
      Region region,
      String keyId,
      Map<String, String> context) {
    return new KeyUse(
        keyId, context, call.principal(), region, call.origin().through(servicePrincipal));
  }
}
