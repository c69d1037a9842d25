package io.nephele.wire.route;

import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.ServiceEntry;
import io.nephele.wire.http.HttpRequest;
import java.util.List;

/**
 * Finds the service, operation and protocol of a request, as AWS's clients tell them: by {@code
 * X-Amz-Target}, by the path of rpcv2Cbor, by {@code Action}, or by a REST path of the service that
 * the signature's scope or the host name says. Signed, presigned and unsigned requests are routed
 * alike; no signature is checked here.
 */
public final class RequestRouter {
  private static final String CBOR_SERVICE = "/service/";
  private static final String CBOR_OPERATION = "/operation/";

  private final Models models;
  private final ServiceIndex index;
  private final QueryRouting query;
  private final RestRouting rest;

  /** A router of the services of those models. */
  public RequestRouter(Models models) {
    this.models = models;
    this.index = new ServiceIndex(models);
    this.query = new QueryRouting(models, index);
    this.rest = new RestRouting(models);
  }

  /** Where the request goes. A form body is read and can be read again from the route's request. */
  public Routing route(HttpRequest request) {
    Clues clues = Clues.of(request, index);
    String target = request.headers().first("X-Amz-Target");
    if (target != null) {
      return routeTarget(clues, target);
    }
    if ("rpc-v2-cbor".equals(request.headers().first("smithy-protocol"))) {
      return routeCbor(clues);
    }
    List<ServiceEntry> candidates = clues.candidates(index);
    Routing routed = query.route(clues, candidates);
    return routed != null ? routed : rest.route(clues, candidates);
  }

  private Routing routeTarget(Clues clues, String target) {
    int dot = target.lastIndexOf('.');
    String prefix = dot < 0 ? "" : target.substring(0, dot);
    // Some have a namespace before it, as com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.
    String shape = prefix.substring(prefix.lastIndexOf('.') + 1);
    for (ServiceEntry entry : index.shapedAs(shape)) {
      Protocol protocol = ServiceIndex.json(entry);
      if (protocol != null) {
        Service service = models.service(entry.name());
        Operation operation = service.operation(target.substring(dot + 1));
        return operation == null
            ? clues.noRoute(RoutingErrors.unknownOperation(400), protocol, service)
            : clues.route(service, operation, protocol, clues.request());
      }
    }
    String type = clues.request().headers().first("Content-Type");
    Protocol protocol =
        type != null && type.contains("x-amz-json-1.0")
            ? Protocol.AWS_JSON_1_0
            : Protocol.AWS_JSON_1_1;
    return clues.noRoute(RoutingErrors.unknownOperation(404), protocol, null);
  }

  /**
   * The path ends {@code /service/Service/operation/Operation}; the service may have its namespace
   * before it.
   */
  private Routing routeCbor(Clues clues) {
    String path = clues.request().path();
    int operation = path.lastIndexOf(CBOR_OPERATION);
    int service = operation < 0 ? -1 : path.lastIndexOf(CBOR_SERVICE, operation);
    if (service >= 0) {
      String name = path.substring(service + CBOR_SERVICE.length(), operation);
      for (ServiceEntry entry : index.shapedAs(name.substring(name.lastIndexOf('.') + 1))) {
        if (entry.protocols().contains(Protocol.RPC_V2_CBOR)) {
          Service found = models.service(entry.name());
          Operation called = found.operation(path.substring(operation + CBOR_OPERATION.length()));
          return called == null
              ? clues.noRoute(RoutingErrors.unknownOperation(404), Protocol.RPC_V2_CBOR, found)
              : clues.route(found, called, Protocol.RPC_V2_CBOR, clues.request());
        }
      }
    }
    return clues.noRoute(RoutingErrors.unknownOperation(404), Protocol.RPC_V2_CBOR, null);
  }
}
