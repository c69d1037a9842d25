package io.nephele.services.kms;

import io.nephele.core.call.Call;

/** The name that {@code kms:ViaService} has for services. */
final class ViaService {
  private static final String SUFFIX = ".amazonaws.com";

  private ViaService() {}

  /** The service in a call's region, for example {@code s3.eu-west-1.amazonaws.com}. */
  static String of(String hostLabel, Call call) {
    return hostLabel + "." + call.region().name() + "." + call.region().partition().dnsSuffix();
  }

  /** The service that makes a call for its caller, or null if the caller makes it. */
  static String of(Call call) {
    if (call.origin().calledVia().isEmpty()) {
      return null;
    }
    String service = call.origin().calledVia().getLast();
    return service.endsWith(SUFFIX)
        ? of(service.substring(0, service.length() - SUFFIX.length()), call)
        : service;
  }
}
