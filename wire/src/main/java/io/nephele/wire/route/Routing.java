package io.nephele.wire.route;

import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.wire.http.HttpRequest;

/** Where a request goes. */
public sealed interface Routing {
  /** What the signature names, unchecked; null in unsigned requests. */
  CredentialScope credential();

  /** The region that the signature or else the host name names, or null where neither does. */
  String region();

  /**
   * An operation.
   *
   * @param hostRegion the region that the host name names, whatever the signature says, or null
   * @param request the request to decode: its form can be read again although the router looked
   *     into it, and S3's bucket is in the path although it may have been in the host name.
   *     Signatures are of the request as it came
   */
  record Route(
      Service service,
      Operation operation,
      Protocol protocol,
      CredentialScope credential,
      String region,
      String hostRegion,
      HttpRequest request)
      implements Routing {}

  /**
   * No operation.
   *
   * @param error what AWS answers
   * @param protocol the protocol in which the request speaks, and so the answer
   * @param service the service where at least that is known, else null
   */
  record NoRoute(
      AwsException error,
      Protocol protocol,
      Service service,
      CredentialScope credential,
      String region)
      implements Routing {}
}
