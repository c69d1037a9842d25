package io.nephele.services.s3.objectlambda;

import io.nephele.api.s3control.AwsLambdaTransformation;
import io.nephele.api.s3control.CreateAccessPointForObjectLambdaRequest;
import io.nephele.api.s3control.CreateAccessPointForObjectLambdaResult;
import io.nephele.api.s3control.DeleteAccessPointForObjectLambdaRequest;
import io.nephele.api.s3control.GetAccessPointConfigurationForObjectLambdaRequest;
import io.nephele.api.s3control.GetAccessPointConfigurationForObjectLambdaResult;
import io.nephele.api.s3control.GetAccessPointForObjectLambdaRequest;
import io.nephele.api.s3control.GetAccessPointForObjectLambdaResult;
import io.nephele.api.s3control.ListAccessPointsForObjectLambdaRequest;
import io.nephele.api.s3control.ListAccessPointsForObjectLambdaResult;
import io.nephele.api.s3control.ObjectLambdaAccessPoint;
import io.nephele.api.s3control.ObjectLambdaAccessPointAlias;
import io.nephele.api.s3control.ObjectLambdaConfiguration;
import io.nephele.api.s3control.ObjectLambdaContentTransformation;
import io.nephele.api.s3control.ObjectLambdaTransformationConfiguration;
import io.nephele.api.s3control.PublicAccessBlockConfiguration;
import io.nephele.api.s3control.PutAccessPointConfigurationForObjectLambdaRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPointErrors;
import io.nephele.services.s3.accesspoints.AccessPointNames;
import io.nephele.services.s3.accesspoints.AccessPoints;
import io.nephele.services.s3.objectlambda.LambdaPoint.Transformation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Creates, tells, lists, changes and deletes Object Lambda access points. */
final class LambdaPoints {
  private static final int MOST_LISTED = 1000;
  private static final Set<String> FEATURES =
      Set.of(
          "GetObject-Range", "GetObject-PartNumber", "HeadObject-Range", "HeadObject-PartNumber");

  private final S3World s3;

  LambdaPoints(S3World s3) {
    this.s3 = s3;
  }

  /** Creates an access point in front of another, which has to be there. */
  CreateAccessPointForObjectLambdaResult create(
      CreateAccessPointForObjectLambdaRequest in, Call call) {
    String region = call.region().name();
    String alias =
        AccessPointNames.alias(in.name(), region, LambdaPointTable.ALIAS, s3.world().ids());
    LambdaPoint created =
        s3.world()
            .store()
            .write(
                transaction -> {
                  if (s3.lambdaPoints().get(transaction, in.accountId(), region, in.name())
                      != null) {
                    throw AccessPointErrors.alreadyOwned(in.name());
                  }
                  LambdaPoint point =
                      of(transaction, in.name(), alias, s3.now(), in.configuration(), call);
                  s3.lambdaPoints().create(transaction, call.partition(), point);
                  return point;
                });
    return new CreateAccessPointForObjectLambdaResult()
        .objectLambdaAccessPointArn(created.arn(call.partition()))
        .alias(alias(created));
  }

  private static ObjectLambdaAccessPointAlias alias(LambdaPoint point) {
    return new ObjectLambdaAccessPointAlias().value(point.alias()).status("READY");
  }

  private LambdaPoint of(
      Transaction transaction,
      String name,
      String alias,
      long createdAt,
      ObjectLambdaConfiguration configuration,
      Call call) {
    if (Boolean.TRUE.equals(configuration.cloudWatchMetricsEnabled())) {
      throw S3Errors.notImplemented("the metrics of Object Lambda access points");
    }
    List<String> features =
        configuration.allowedFeatures() == null ? List.of() : configuration.allowedFeatures();
    if (!FEATURES.containsAll(features) || configuration.transformationConfigurations().isEmpty()) {
      throw S3Errors.malformedXml();
    }
    Arn supporting = Arn.parse(configuration.supportingAccessPoint());
    boolean here =
        supporting != null
            && supporting.account().equals(call.accountId())
            && supporting.region().equals(call.region().name());
    if (!here) {
      throw S3Errors.invalidRequest(
          "The supporting access point must be in the account and region of the Object Lambda"
              + " access point");
    }
    AccessPoints.find(
        s3, transaction, call.accountId(), configuration.supportingAccessPoint(), call);
    return new LambdaPoint(
        call.accountId(),
        call.region().name(),
        name,
        alias,
        createdAt,
        configuration.supportingAccessPoint(),
        List.copyOf(features),
        transformations(configuration));
  }

  private static List<Transformation> transformations(ObjectLambdaConfiguration configuration) {
    List<Transformation> transformations = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ObjectLambdaTransformationConfiguration each :
        configuration.transformationConfigurations()) {
      AwsLambdaTransformation function = each.contentTransformation().awsLambda();
      if (function == null || each.actions().isEmpty()) {
        throw S3Errors.malformedXml();
      }
      for (String action : each.actions()) {
        if (!seen.add(action)) {
          throw S3Errors.invalidRequest("Only one transformation is allowed for each action");
        }
        if (action.startsWith("ListObjects")) {
          throw S3Errors.notImplemented("listings that functions transform");
        }
        if (!action.equals("GetObject") && !action.equals("HeadObject")) {
          throw S3Errors.malformedXml();
        }
      }
      transformations.add(
          new Transformation(
              List.copyOf(each.actions()), function.functionArn(), function.functionPayload()));
    }
    return List.copyOf(transformations);
  }

  /** Tells what an access point is. */
  GetAccessPointForObjectLambdaResult get(GetAccessPointForObjectLambdaRequest in, Call call) {
    LambdaPoint point = s3.read(reader -> find(s3, reader, in.accountId(), in.name(), call));
    return new GetAccessPointForObjectLambdaResult()
        .name(point.name())
        .publicAccessBlockConfiguration(
            new PublicAccessBlockConfiguration()
                .blockPublicAcls(true)
                .ignorePublicAcls(true)
                .blockPublicPolicy(true)
                .restrictPublicBuckets(true))
        .creationDate(Instant.ofEpochMilli(point.createdAt()))
        .alias(alias(point));
  }

  /** The access point of an account in the call's region; an error if it is not there. */
  static LambdaPoint find(S3World s3, Reader reader, String accountId, String name, Call call) {
    LambdaPoint point =
        LambdaPointTable.isArn(name)
            ? s3.lambdaPoints().ofArn(reader, Arn.parse(name))
            : s3.lambdaPoints().get(reader, accountId, call.region().name(), name);
    if (point == null || !point.accountId().equals(accountId)) {
      throw AccessPointErrors.noSuchAccessPoint(name);
    }
    return point;
  }

  /** Tells what is transformed, and how. */
  GetAccessPointConfigurationForObjectLambdaResult configuration(
      GetAccessPointConfigurationForObjectLambdaRequest in, Call call) {
    LambdaPoint point = s3.read(reader -> find(s3, reader, in.accountId(), in.name(), call));
    List<ObjectLambdaTransformationConfiguration> transformations = new ArrayList<>();
    for (Transformation each : point.transformations()) {
      transformations.add(
          new ObjectLambdaTransformationConfiguration()
              .actions(each.actions())
              .contentTransformation(
                  new ObjectLambdaContentTransformation()
                      .awsLambda(
                          new AwsLambdaTransformation()
                              .functionArn(each.functionArn())
                              .functionPayload(each.payload()))));
    }
    return new GetAccessPointConfigurationForObjectLambdaResult()
        .configuration(
            new ObjectLambdaConfiguration()
                .supportingAccessPoint(point.supporting())
                .cloudWatchMetricsEnabled(false)
                .allowedFeatures(point.allowedFeatures())
                .transformationConfigurations(transformations));
  }

  /** Replaces what is transformed, and how. */
  Unit configure(PutAccessPointConfigurationForObjectLambdaRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              LambdaPoint point = find(s3, transaction, in.accountId(), in.name(), call);
              LambdaPoint changed =
                  of(transaction, point.name(), null, 0, in.configuration(), call);
              s3.lambdaPoints().put(transaction, point.configured(changed));
              return null;
            });
    return S3World.done(call);
  }

  /** Lists an account's access points in the region. */
  ListAccessPointsForObjectLambdaResult list(ListAccessPointsForObjectLambdaRequest in, Call call) {
    int most = in.maxResults() == null || in.maxResults() == 0 ? MOST_LISTED : in.maxResults();
    String after = in.nextToken() == null ? "" : AccessPoints.nameOf(in.nextToken());
    List<ObjectLambdaAccessPoint> page = new ArrayList<>();
    boolean more =
        s3.read(
            reader -> {
              for (Table.Row<LambdaPoint> row :
                  s3.lambdaPoints().list(reader, in.accountId(), call.region().name())) {
                LambdaPoint point = row.value();
                if (point.name().compareTo(after) > 0) {
                  if (page.size() == most) {
                    return true;
                  }
                  page.add(
                      new ObjectLambdaAccessPoint()
                          .name(point.name())
                          .objectLambdaAccessPointArn(point.arn(call.partition()))
                          .alias(alias(point)));
                }
              }
              return false;
            });
    return new ListAccessPointsForObjectLambdaResult()
        .objectLambdaAccessPointList(page)
        .nextToken(more ? AccessPoints.tokenOf(page.getLast().name()) : null);
  }

  /** Deletes an access point and its policy. */
  Unit delete(DeleteAccessPointForObjectLambdaRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              LambdaPoint point = find(s3, transaction, in.accountId(), in.name(), call);
              s3.lambdaPoints().delete(transaction, call.partition(), point);
              return null;
            });
    return S3World.done(call);
  }
}
