package io.nephele.services.lambda.layers;

import io.nephele.api.lambda.DeleteLayerVersionRequest;
import io.nephele.api.lambda.GetLayerVersionByArnRequest;
import io.nephele.api.lambda.GetLayerVersionRequest;
import io.nephele.api.lambda.GetLayerVersionResponse;
import io.nephele.api.lambda.LayerVersionContentOutput;
import io.nephele.api.lambda.LayerVersionsListItem;
import io.nephele.api.lambda.LayersListItem;
import io.nephele.api.lambda.ListLayerVersionsRequest;
import io.nephele.api.lambda.ListLayerVersionsResponse;
import io.nephele.api.lambda.ListLayersRequest;
import io.nephele.api.lambda.ListLayersResponse;
import io.nephele.api.lambda.PublishLayerVersionRequest;
import io.nephele.api.lambda.PublishLayerVersionResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import io.nephele.services.lambda.code.CodeLinks;
import io.nephele.services.lambda.code.NewPackage;
import io.nephele.services.lambda.code.Packages;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.Structs;
import io.nephele.services.lambda.state.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers and their versions. */
public final class Layers {
  private static final int MOST_TO_PUBLISH = 70_167_211;
  private static final int LONGEST_NAME = 64;

  private final LambdaWorld lambda;
  private final LayerTable table;
  private final Packages packages;
  private final CodeLinks links;

  /** The layers of a world. */
  public Layers(LambdaWorld lambda, LayerTable table, Packages packages, CodeLinks links) {
    this.lambda = lambda;
    this.table = table;
    this.packages = packages;
    this.links = links;
  }

  /** The ARN of a layer that a request names by its name or ARN. */
  static String arn(String name, Call call) {
    return name.startsWith("arn:")
        ? name
        : "arn:"
            + call.partition()
            + ":lambda:"
            + call.region().name()
            + ':'
            + call.accountId()
            + ":layer:"
            + name;
  }

  /** Answers PublishLayerVersion. */
  public PublishLayerVersionResponse publish(PublishLayerVersionRequest in, Call call) {
    String arn = arn(in.layerName(), call);
    Key place = LayerTable.place(arn);
    if (arn.substring(arn.lastIndexOf(':') + 1).length() > LONGEST_NAME) {
      throw LambdaErrors.outOfBounds(
          in.layerName(), "layerName", "length less than or equal to " + LONGEST_NAME);
    }
    try (NewPackage taken = packages.take(in.content().struct(), MOST_TO_PUBLISH, call)) {
      LayerVersionRow row =
          lambda
              .world()
              .store()
              .write(
                  new LockKey(place),
                  transaction -> {
                    Key owner = Key.of(call.accountId()).with(call.region().name());
                    long used = lambda.tables().usage(transaction, owner).codeSize();
                    if (used + taken.code().size() > Packages.MOST_STORED) {
                      throw LambdaErrors.noRoom();
                    }
                    LayerTable.Numbers last = table.numbers().get(transaction, place);
                    long number = last == null ? 1 : last.last() + 1;
                    LayerVersionRow made = row(in, arn, number, taken);
                    table.numbers().put(transaction, place, new LayerTable.Numbers(number));
                    table.versions().put(transaction, place.with(number), made);
                    lambda.tables().retain(transaction, owner, taken.code());
                    return made;
                  });
      PublishLayerVersionResponse out = new PublishLayerVersionResponse();
      Structs.take(out.struct(), answer(row, call).struct());
      return out;
    }
  }

  private LayerVersionRow row(
      PublishLayerVersionRequest in, String arn, long number, NewPackage taken) {
    return new LayerVersionRow(
        arn,
        number,
        in.description() == null ? "" : in.description(),
        Times.withOffset(lambda.now()),
        in.compatibleRuntimes() == null ? List.of() : in.compatibleRuntimes(),
        in.compatibleArchitectures() == null ? List.of() : in.compatibleArchitectures(),
        in.licenseInfo(),
        taken.code(),
        Map.of(),
        null);
  }

  private GetLayerVersionResponse answer(LayerVersionRow row, Call call) {
    return new GetLayerVersionResponse()
        .content(
            new LayerVersionContentOutput()
                .location(links.link(row.arn(), call))
                .codeSha256(row.code().sha256())
                .codeSize(row.code().size()))
        .layerArn(row.layerArn())
        .layerVersionArn(row.arn())
        .description(row.description())
        .createdDate(row.createdAt())
        .version(row.version())
        .compatibleRuntimes(orNull(row.runtimes()))
        .compatibleArchitectures(orNull(row.architectures()))
        .licenseInfo(row.license());
  }

  private static List<String> orNull(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  /** Answers GetLayerVersion. */
  public GetLayerVersionResponse get(GetLayerVersionRequest in, Call call) {
    return get(arn(in.layerName(), call) + ':' + in.versionNumber(), call);
  }

  /** Answers GetLayerVersionByArn. */
  public GetLayerVersionResponse getByArn(GetLayerVersionByArnRequest in, Call call) {
    return get(in.arn(), call);
  }

  private GetLayerVersionResponse get(String versionArn, Call call) {
    return answer(lambda.read(reader -> require(reader, table, versionArn)), call);
  }

  /** The version of a layer; an error to the caller if there is none. */
  static LayerVersionRow require(Reader reader, LayerTable table, String versionArn) {
    LayerVersionRow row = table.find(reader, versionArn);
    if (row == null) {
      throw LambdaErrors.notFound("The resource you requested does not exist.");
    }
    return row;
  }

  /** Answers DeleteLayerVersion; functions keep what they use. */
  public Unit delete(DeleteLayerVersionRequest in, Call call) {
    String arn = arn(in.layerName(), call);
    Key place = LayerTable.place(arn).with(in.versionNumber());
    return lambda.write(
        transaction -> {
          LayerVersionRow row = table.versions().get(transaction, place);
          if (row != null) {
            Key owner = Key.of(call.accountId()).with(call.region().name());
            table.versions().delete(transaction, place);
            lambda.tables().release(transaction, owner, row.code());
          }
          return LambdaWorld.done(call);
        });
  }

  /** Answers ListLayerVersions, the newest first. */
  public ListLayerVersionsResponse versions(ListLayerVersionsRequest in, Call call) {
    Key place = LayerTable.place(arn(in.layerName(), call));
    List<LayerVersionsListItem> all = new ArrayList<>();
    lambda.read(
        reader -> {
          all.clear();
          for (Table.Row<LayerVersionRow> row :
              table.versions().scan(reader, KeyRange.prefix(place), Direction.REVERSE)) {
            if (fits(row.value(), in.compatibleRuntime(), in.compatibleArchitecture())) {
              all.add(item(row.value()));
            }
          }
          return null;
        });
    Pages<LayerVersionsListItem> page = Pages.of(all, in.marker(), in.maxItems());
    return new ListLayerVersionsResponse().layerVersions(page.items()).nextMarker(page.next());
  }

  /** Answers ListLayers. */
  public ListLayersResponse list(ListLayersRequest in, Call call) {
    Key owner = Key.of(call.accountId()).with(call.region().name());
    List<LayersListItem> all = new ArrayList<>();
    lambda.read(
        reader -> {
          all.clear();
          for (Table.Row<LayerVersionRow> row : table.versions().scan(reader, owner)) {
            LayerVersionRow version = row.value();
            if (!fits(version, in.compatibleRuntime(), in.compatibleArchitecture())) {
              continue;
            }
            // Versions of one layer follow one another, the latest last.
            if (!all.isEmpty() && all.getLast().layerArn().equals(version.layerArn())) {
              all.removeLast();
            }
            all.add(
                new LayersListItem()
                    .layerName(
                        version.layerArn().substring(version.layerArn().lastIndexOf(':') + 1))
                    .layerArn(version.layerArn())
                    .latestMatchingVersion(item(version)));
          }
          return null;
        });
    Pages<LayersListItem> page = Pages.of(all, in.marker(), in.maxItems());
    return new ListLayersResponse().layers(page.items()).nextMarker(page.next());
  }

  private static boolean fits(LayerVersionRow row, String runtime, String architecture) {
    return (runtime == null || row.runtimes().contains(runtime))
        && (architecture == null || row.architectures().contains(architecture));
  }

  private static LayerVersionsListItem item(LayerVersionRow row) {
    return new LayerVersionsListItem()
        .layerVersionArn(row.arn())
        .version(row.version())
        .description(row.description())
        .createdDate(row.createdAt())
        .compatibleRuntimes(orNull(row.runtimes()))
        .compatibleArchitectures(orNull(row.architectures()))
        .licenseInfo(row.license());
  }
}
