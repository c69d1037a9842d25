package io.nephele.services.s3.multiregion;

import io.nephele.api.s3control.AsyncOperation;
import io.nephele.api.s3control.AsyncRequestParameters;
import io.nephele.api.s3control.AsyncResponseDetails;
import io.nephele.api.s3control.CreateMultiRegionAccessPointInput;
import io.nephele.api.s3control.DeleteMultiRegionAccessPointInput;
import io.nephele.api.s3control.DescribeMultiRegionAccessPointOperationRequest;
import io.nephele.api.s3control.DescribeMultiRegionAccessPointOperationResult;
import io.nephele.api.s3control.EstablishedMultiRegionAccessPointPolicy;
import io.nephele.api.s3control.GetMultiRegionAccessPointPolicyRequest;
import io.nephele.api.s3control.GetMultiRegionAccessPointPolicyResult;
import io.nephele.api.s3control.GetMultiRegionAccessPointPolicyStatusRequest;
import io.nephele.api.s3control.GetMultiRegionAccessPointPolicyStatusResult;
import io.nephele.api.s3control.GetMultiRegionAccessPointRequest;
import io.nephele.api.s3control.GetMultiRegionAccessPointResult;
import io.nephele.api.s3control.GetMultiRegionAccessPointRoutesRequest;
import io.nephele.api.s3control.GetMultiRegionAccessPointRoutesResult;
import io.nephele.api.s3control.ListMultiRegionAccessPointsRequest;
import io.nephele.api.s3control.ListMultiRegionAccessPointsResult;
import io.nephele.api.s3control.MultiRegionAccessPointPolicyDocument;
import io.nephele.api.s3control.MultiRegionAccessPointRegionalResponse;
import io.nephele.api.s3control.MultiRegionAccessPointReport;
import io.nephele.api.s3control.MultiRegionAccessPointRoute;
import io.nephele.api.s3control.MultiRegionAccessPointsAsyncResponse;
import io.nephele.api.s3control.PolicyStatus;
import io.nephele.api.s3control.ProposedMultiRegionAccessPointPolicy;
import io.nephele.api.s3control.PublicAccessBlockConfiguration;
import io.nephele.api.s3control.PutMultiRegionAccessPointPolicyInput;
import io.nephele.api.s3control.RegionReport;
import io.nephele.api.s3control.SubmitMultiRegionAccessPointRoutesRequest;
import io.nephele.api.s3control.SubmitMultiRegionAccessPointRoutesResult;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.AccessPointAccess;
import io.nephele.services.s3.access.BucketPolicy;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.multiregion.MultiRegionPoint.Route;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells of multi-region access points and their routes, which change at once. */
final class MultiRegionReports {
  private static final int MOST_LISTED = 1000;

  private final S3World s3;
  private final MultiRegionTable table;

  MultiRegionReports(S3World s3) {
    this.s3 = s3;
    this.table = s3.multiRegion();
  }

  DescribeMultiRegionAccessPointOperationResult describe(
      DescribeMultiRegionAccessPointOperationRequest in, Call call) {
    String arn = in.requestTokenARN();
    Key key = Key.of(in.accountId()).with(arn.substring(arn.lastIndexOf('/') + 1));
    AsyncRequest request = s3.read(reader -> table.request(reader, key));
    if (request == null || !request.arn(call.partition()).equals(arn)) {
      throw MultiRegionErrors.noSuchRequest();
    }
    String status = request.done() ? "SUCCEEDED" : "INPROGRESS";
    List<MultiRegionAccessPointRegionalResponse> regions = new ArrayList<>();
    MultiRegionPoint point = s3.read(reader -> table.get(reader, in.accountId(), request.point()));
    if (point != null) {
      for (Route route : point.routes()) {
        regions.add(
            new MultiRegionAccessPointRegionalResponse()
                .name(route.region())
                .requestStatus(status));
      }
    }
    return new DescribeMultiRegionAccessPointOperationResult()
        .asyncOperation(
            new AsyncOperation()
                .creationTime(Instant.ofEpochMilli(request.createdAt()))
                .operation(request.operation())
                .requestTokenARN(arn)
                .requestParameters(parameters(request))
                .requestStatus(status)
                .responseDetails(
                    new AsyncResponseDetails()
                        .multiRegionAccessPointDetails(
                            new MultiRegionAccessPointsAsyncResponse().regions(regions))));
  }

  private static AsyncRequestParameters parameters(AsyncRequest request) {
    AsyncRequestParameters parameters = new AsyncRequestParameters();
    return switch (request.operation()) {
      case MultiRegionPoints.CREATE ->
          parameters.createMultiRegionAccessPointRequest(
              new CreateMultiRegionAccessPointInput(
                  StoredStructs.read(
                      request.document().toArray(),
                      new CreateMultiRegionAccessPointInput().struct().shape())));
      case MultiRegionPoints.DELETE ->
          parameters.deleteMultiRegionAccessPointRequest(
              new DeleteMultiRegionAccessPointInput().name(request.point()));
      default ->
          parameters.putMultiRegionAccessPointPolicyRequest(
              new PutMultiRegionAccessPointPolicyInput()
                  .name(request.point())
                  .policy(request.policy()));
    };
  }

  private MultiRegionPoint find(Reader reader, String accountId, String name) {
    MultiRegionPoint point = table.get(reader, accountId, name);
    if (point == null) {
      throw MultiRegionErrors.noSuchPoint();
    }
    return point;
  }

  GetMultiRegionAccessPointResult get(GetMultiRegionAccessPointRequest in, Call call) {
    return new GetMultiRegionAccessPointResult()
        .accessPoint(report(s3.read(reader -> find(reader, in.accountId(), in.name()))));
  }

  private static MultiRegionAccessPointReport report(MultiRegionPoint point) {
    List<RegionReport> regions = new ArrayList<>();
    for (Route route : point.routes()) {
      regions.add(
          new RegionReport()
              .bucket(route.bucket())
              .region(route.region())
              .bucketAccountId(route.accountId()));
    }
    return new MultiRegionAccessPointReport()
        .name(point.name())
        .alias(point.alias())
        .createdAt(Instant.ofEpochMilli(point.createdAt()))
        .status(point.status())
        .publicAccessBlock(
            new PublicAccessBlockConfiguration()
                .blockPublicAcls(point.blockAcls())
                .ignorePublicAcls(point.ignoreAcls())
                .blockPublicPolicy(point.blockPolicy())
                .restrictPublicBuckets(point.restrictBuckets()))
        .regions(regions);
  }

  ListMultiRegionAccessPointsResult list(ListMultiRegionAccessPointsRequest in, Call call) {
    int most = in.maxResults() == null || in.maxResults() == 0 ? MOST_LISTED : in.maxResults();
    List<MultiRegionAccessPointReport> page = new ArrayList<>();
    String next = null;
    for (MultiRegionPoint point : s3.read(reader -> table.list(reader, in.accountId()))) {
      if (in.nextToken() == null || point.name().compareTo(in.nextToken()) > 0) {
        if (page.size() == most) {
          next = page.getLast().name();
          break;
        }
        page.add(report(point));
      }
    }
    return new ListMultiRegionAccessPointsResult().accessPoints(page).nextToken(next);
  }

  GetMultiRegionAccessPointPolicyResult policy(
      GetMultiRegionAccessPointPolicyRequest in, Call call) {
    MultiRegionPoint point = s3.read(reader -> find(reader, in.accountId(), in.name()));
    BucketPolicy established = established(point);
    return new GetMultiRegionAccessPointPolicyResult()
        .policy(
            new MultiRegionAccessPointPolicyDocument()
                .established(
                    established == null
                        ? null
                        : new EstablishedMultiRegionAccessPointPolicy().policy(established.text()))
                .proposed(
                    point.proposed() == null
                        ? null
                        : new ProposedMultiRegionAccessPointPolicy().policy(point.proposed())));
  }

  private BucketPolicy established(MultiRegionPoint point) {
    return s3.read(reader -> s3.accessPoints().policy(reader, point.accountId(), point.alias()));
  }

  GetMultiRegionAccessPointPolicyStatusResult policyStatus(
      GetMultiRegionAccessPointPolicyStatusRequest in, Call call) {
    MultiRegionPoint point = s3.read(reader -> find(reader, in.accountId(), in.name()));
    BucketPolicy established = established(point);
    AccessPoint met = point.from(call.region().name());
    boolean isPublic =
        established != null && met != null && AccessPointAccess.isPublic(met, established);
    return new GetMultiRegionAccessPointPolicyStatusResult()
        .established(new PolicyStatus().isPublic(isPublic));
  }

  /** Routes are asked for by the alias or the ARN. */
  private MultiRegionPoint ofId(Reader reader, String accountId, String id) {
    MultiRegionPoint point = table.ofAlias(reader, id.substring(id.lastIndexOf('/') + 1));
    if (point == null || !point.accountId().equals(accountId)) {
      throw MultiRegionErrors.noSuchPoint();
    }
    return point;
  }

  GetMultiRegionAccessPointRoutesResult routes(
      GetMultiRegionAccessPointRoutesRequest in, Call call) {
    MultiRegionPoint point = s3.read(reader -> ofId(reader, in.accountId(), in.mrap()));
    List<MultiRegionAccessPointRoute> routes = new ArrayList<>();
    for (Route route : point.routes()) {
      routes.add(
          new MultiRegionAccessPointRoute()
              .bucket(route.bucket())
              .region(route.region())
              .trafficDialPercentage(route.percentage()));
    }
    return new GetMultiRegionAccessPointRoutesResult().mrap(in.mrap()).routes(routes);
  }

  SubmitMultiRegionAccessPointRoutesResult submit(
      SubmitMultiRegionAccessPointRoutesRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              MultiRegionPoint point = ofId(transaction, in.accountId(), in.mrap());
              table.put(transaction, point.withRoutes(changed(point, in.routeUpdates())));
              return null;
            });
    return new SubmitMultiRegionAccessPointRoutesResult();
  }

  private static List<Route> changed(
      MultiRegionPoint point, List<MultiRegionAccessPointRoute> updates) {
    List<Route> routes = new ArrayList<>(point.routes());
    for (MultiRegionAccessPointRoute update : updates) {
      int percentage = update.trafficDialPercentage();
      if (percentage != 0 && percentage != 100) {
        throw MultiRegionErrors.invalid("TrafficDialPercentage must be 0 or 100");
      }
      boolean found = false;
      for (int i = 0; i < routes.size(); i++) {
        Route route = routes.get(i);
        boolean meant =
            (update.bucket() == null || update.bucket().equals(route.bucket()))
                && (update.region() == null || update.region().equals(route.region()))
                && (update.bucket() != null || update.region() != null);
        if (meant) {
          routes.set(i, route.withPercentage(percentage));
          found = true;
        }
      }
      if (!found) {
        throw MultiRegionErrors.invalid(
            "A route names a bucket or region of the Multi-Region Access Point");
      }
    }
    for (Route route : routes) {
      if (route.percentage() > 0) {
        return routes;
      }
    }
    throw MultiRegionErrors.invalid("At least one route must be active");
  }
}
