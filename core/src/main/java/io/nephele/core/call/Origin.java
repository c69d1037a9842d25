package io.nephele.core.call;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a call came from, as far as the request told.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host and port that the caller addressed, for example {@code localhost:4566}
 * @param sourceAddress the caller's IP address, or the name of the service that calls
 * @param userAgent the caller's user agent, or null
 * @param referer the page that the caller says it comes from, or null
 * @param calledVia the services that made the call on the principal's behalf, the first first;
 *     empty if the principal made it itself
 * @param sourceArn the resource on whose behalf a service calls, or null
 * @param signature how the request was signed; null where it was not, or where there is none
 * @param traceHeader the value of {@code X-Amzn-Trace-Id}, which is handed on; or null
 * @param tlsVersion of the caller's connection, for example {@code 1.3}; null where it has none, or
 *     nobody looked
 */
public record Origin(
    String scheme,
    String host,
    String sourceAddress,
    String userAgent,
    String referer,
    List<String> calledVia,
    String sourceArn,
    RequestSignature signature,
    String traceHeader,
    String tlsVersion) {

  /** Of a call that is not traced, and of whose connection nothing is known. */
  public Origin(
      String scheme,
      String host,
      String sourceAddress,
      String userAgent,
      String referer,
      List<String> calledVia,
      String sourceArn,
      RequestSignature signature) {
    this(
        scheme,
        host,
        sourceAddress,
        userAgent,
        referer,
        calledVia,
        sourceArn,
        signature,
        null,
        null);
  }

  /** Of a call without a signature. */
  public Origin(
      String scheme,
      String host,
      String sourceAddress,
      String userAgent,
      String referer,
      List<String> calledVia,
      String sourceArn) {
    this(scheme, host, sourceAddress, userAgent, referer, calledVia, sourceArn, null);
  }

  /** The same, handing on a trace header. */
  public Origin tracing(String header) {
    return new Origin(
        scheme,
        host,
        sourceAddress,
        userAgent,
        referer,
        calledVia,
        sourceArn,
        signature,
        header,
        tlsVersion);
  }

  /** A call that a service makes for itself, on behalf of a resource that may be null. */
  public static Origin service(String servicePrincipal, String sourceArn) {
    return new Origin(
        "https", null, servicePrincipal, servicePrincipal, null, List.of(), sourceArn);
  }

  /** Of a call that a service makes in the name of its caller, who came from here. */
  public Origin through(String servicePrincipal) {
    List<String> via = calledVia;
    if (!via.contains(servicePrincipal)) {
      via = new ArrayList<>(calledVia);
      via.add(servicePrincipal);
    }
    return new Origin(
        "https", host, sourceAddress, userAgent, referer, List.copyOf(via), sourceArn);
  }
}
