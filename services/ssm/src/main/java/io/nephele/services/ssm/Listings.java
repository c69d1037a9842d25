package io.nephele.services.ssm;

import io.nephele.api.ssm.DescribeParametersRequest;
import io.nephele.api.ssm.DescribeParametersResult;
import io.nephele.api.ssm.GetParameterHistoryRequest;
import io.nephele.api.ssm.GetParameterHistoryResult;
import io.nephele.api.ssm.GetParametersByPathRequest;
import io.nephele.api.ssm.GetParametersByPathResult;
import io.nephele.api.ssm.InvalidNextToken;
import io.nephele.api.ssm.Parameter;
import io.nephele.api.ssm.ParameterHistory;
import io.nephele.api.ssm.ParameterMetadata;
import io.nephele.api.ssm.ParameterStringFilter;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The operations that list parameters and their versions, page by page. */
final class Listings {
  private static final int PATH_PAGE = 10;
  private static final int PAGE = 50;
  private static final List<String> PATH_KEYS = List.of("Type", "KeyId", "Label");
  private static final List<String> KEYS =
      List.of("Path", "Name", "Type", "KeyId", "Tier", "DataType");

  private final World world;
  private final ParameterTables tables;
  private final Parameters parameters;
  private final ReservedParameters reserved;

  Listings(
      World world, ParameterTables tables, Parameters parameters, ReservedParameters reserved) {
    this.world = world;
    this.tables = tables;
    this.parameters = parameters;
    this.reserved = reserved;
  }

  private record Row(ParameterHead head, ParameterVersion version) {}

  private record Page(List<Row> rows, String nextToken) {}

  GetParametersByPathResult byPath(GetParametersByPathRequest in, Call call) {
    String path = in.path();
    if (!ParameterName.isFolder(path)) {
      throw SsmErrors.badPath();
    }
    List<ParameterStringFilter> filters = orNone(in.parameterFilters());
    Filters.check(filters, PATH_KEYS, false);
    boolean recursive = Boolean.TRUE.equals(in.recursive());
    String folder = path.endsWith("/") ? path : path + "/";
    int limit = in.maxResults() == null ? PATH_PAGE : in.maxResults();
    if (folder.startsWith(PublicParameters.PREFIX)) {
      return known(folder, recursive, filters, in.nextToken(), limit, call);
    }
    Page page = page(folder, recursive, filters, in.nextToken(), limit, call);
    boolean decrypted = Boolean.TRUE.equals(in.withDecryption());
    List<Parameter> found = new ArrayList<>();
    for (Row row : page.rows()) {
      ParameterName name = ParameterName.parse(row.head().name(), call);
      found.add(parameters.told(row.head(), row.version(), name, decrypted, call));
    }
    return new GetParametersByPathResult().parameters(found).nextToken(page.nextToken());
  }

  /** AWS's own parameters in a folder, all of which are strings. */
  private GetParametersByPathResult known(
      String folder,
      boolean recursive,
      List<ParameterStringFilter> filters,
      String token,
      int limit,
      Call call) {
    String after = token == null ? folder : read(token);
    List<Parameter> found = new ArrayList<>();
    for (Map.Entry<String, PublicParameters.Value> each :
        reserved.known().all(call.region()).tailMap(after, false).entrySet()) {
      String name = each.getKey();
      if (!name.startsWith(folder)) {
        break;
      }
      if (!Filters.isUnder(name, folder, recursive) || !Filters.matchText(filters)) {
        continue;
      }
      if (found.size() == limit) {
        return new GetParametersByPathResult()
            .parameters(found)
            .nextToken(write(found.getLast().name()));
      }
      found.add(reserved.told(name, each.getValue(), call));
    }
    return new GetParametersByPathResult().parameters(found);
  }

  DescribeParametersResult describe(DescribeParametersRequest in, Call call) {
    List<ParameterStringFilter> filters = new ArrayList<>(orNone(in.parameterFilters()));
    if (in.filters() != null && !in.filters().isEmpty()) {
      if (!filters.isEmpty()) {
        throw SsmErrors.validation(
            "You can use either Filters or ParameterFilters in a single request.");
      }
      in.filters().stream()
          .map(
              old ->
                  new ParameterStringFilter()
                      .key(old.key())
                      .option(old.key().equals("Name") ? "BeginsWith" : "Equals")
                      .values(old.values()))
          .forEach(filters::add);
    }
    Filters.check(filters, KEYS, true);
    int limit = in.maxResults() == null ? PAGE : in.maxResults();
    if (Boolean.TRUE.equals(in.shared())) {
      return shared(filters, in.nextToken(), limit, call);
    }
    Page page = page("/", true, filters, in.nextToken(), limit, call);
    List<ParameterMetadata> found = new ArrayList<>();
    for (Row row : page.rows()) {
      found.add(metadata(row, call.accountId(), call));
    }
    return new DescribeParametersResult().parameters(found).nextToken(page.nextToken());
  }

  /** Parameters of other accounts whose policies name the caller's, by their ARNs. */
  private DescribeParametersResult shared(
      List<ParameterStringFilter> filters, String token, int limit, Call call) {
    String region = call.region().name();
    List<ParameterMetadata> all = new ArrayList<>();
    world
        .store()
        .read(
            reader -> {
              all.clear();
              for (Table.Row<SharingPolicy> shared : tables.policies().scan(reader, Key.EMPTY)) {
                KeyReader parts = shared.key().reader();
                String owner = parts.nextText();
                if (!parts.nextText().equals(region)
                    || owner.equals(call.accountId())
                    || !SharingPolicies.names(shared.value(), call.accountId())) {
                  continue;
                }
                Key place = ParameterName.place(owner, region, parts.nextText());
                Row row = chosen(reader, tables.head(reader, place), place, filters);
                if (row != null) {
                  all.add(metadata(row, owner, call));
                }
              }
              return null;
            });
    all.sort(Comparator.comparing(ParameterMetadata::arn));
    String after = token == null ? "" : read(token);
    all.removeIf(each -> each.arn().compareTo(after) <= 0);
    return all.size() <= limit
        ? new DescribeParametersResult().parameters(all)
        : new DescribeParametersResult()
            .parameters(all.subList(0, limit))
            .nextToken(write(all.get(limit - 1).arn()));
  }

  private static ParameterMetadata metadata(Row row, String accountId, Call call) {
    ParameterVersion version = row.version();
    String name = row.head().name();
    return new ParameterMetadata()
        .name(name)
        .arn(ParameterName.arn(call.partition(), call.region().name(), accountId, name))
        .type(version.type())
        .keyId(version.keyId())
        .lastModifiedDate(version.modified())
        .lastModifiedUser(version.modifiedBy())
        .description(version.description())
        .allowedPattern(version.allowedPattern())
        .version(version.version())
        .tier(version.tier())
        .policies(Expirations.told(version))
        .dataType(version.dataType());
  }

  GetParameterHistoryResult history(GetParameterHistoryRequest in, Call call) {
    ParameterName name = ParameterName.parse(in.name(), call);
    Key place = name.place();
    int limit = in.maxResults() == null ? PAGE : in.maxResults();
    long after = in.nextToken() == null ? 0 : number(read(in.nextToken()));
    boolean decrypted = Boolean.TRUE.equals(in.withDecryption());
    List<Row> rows =
        world
            .store()
            .read(
                reader -> {
                  ParameterHead head = tables.head(reader, place);
                  if (head == null || !(name.byArn() || head.name().equals(name.name()))) {
                    throw SsmErrors.notFound();
                  }
                  List<Row> found = new ArrayList<>();
                  for (Table.Row<ParameterVersion> row : tables.versions(reader, place, after)) {
                    found.add(new Row(head, row.value()));
                    if (found.size() > limit) {
                      break;
                    }
                  }
                  return found;
                });
    boolean more = rows.size() > limit;
    List<ParameterHistory> told = new ArrayList<>();
    for (Row row : more ? rows.subList(0, limit) : rows) {
      told.add(history(row, name, decrypted, call));
    }
    return new GetParameterHistoryResult()
        .parameters(told)
        .nextToken(more ? write(Long.toString(told.getLast().version())) : null);
  }

  private ParameterHistory history(Row row, ParameterName name, boolean decrypted, Call call) {
    ParameterVersion version = row.version();
    List<String> labels = new ArrayList<>();
    for (Map.Entry<String, Long> label : row.head().labels().entrySet()) {
      if (label.getValue() == version.version()) {
        labels.add(label.getKey());
      }
    }
    return new ParameterHistory()
        .name(row.head().name())
        .type(version.type())
        .keyId(version.keyId())
        .lastModifiedDate(version.modified())
        .lastModifiedUser(version.modifiedBy())
        .description(version.description())
        .value(parameters.told(row.head(), version, name, decrypted, call).value())
        .allowedPattern(version.allowedPattern())
        .version(version.version())
        .labels(labels)
        .tier(version.tier())
        .policies(Expirations.told(version))
        .dataType(version.dataType());
  }

  private Page page(
      String folder,
      boolean recursive,
      List<ParameterStringFilter> filters,
      String token,
      int limit,
      Call call) {
    String after = token == null ? null : read(token);
    if (after != null && !after.startsWith(folder)) {
      throw new InvalidNextToken("The specified token is not valid.");
    }
    return world
        .store()
        .read(
            reader -> {
              List<Row> rows = new ArrayList<>();
              String region = call.region().name();
              for (Table.Row<ParameterHead> row :
                  tables.heads(reader, call.accountId(), region, folder, after)) {
                Row found =
                    chosen(
                        reader,
                        row.value(),
                        ParameterName.place(call.accountId(), region, row.value().name()),
                        filters);
                if (found == null
                    || !recursive && !Filters.isUnder(found.head().name(), folder, false)) {
                  continue;
                }
                if (rows.size() == limit) {
                  String last = ParameterName.path(rows.getLast().head().name());
                  return new Page(rows, write(last));
                }
                rows.add(found);
              }
              return new Page(rows, null);
            });
  }

  /** The version that the filters ask for, which is the newest unless one names a label. */
  private Row chosen(
      Reader reader, ParameterHead head, Key place, List<ParameterStringFilter> filters) {
    long number = head.latest();
    for (ParameterStringFilter filter : filters) {
      if (filter.key().equals("Label")) {
        number = 0;
        for (String label : filter.values()) {
          number = Math.max(number, head.labels().getOrDefault(label, 0L));
        }
      }
    }
    ParameterVersion version = number == 0 ? null : tables.version(reader, place, number);
    return version != null && Filters.match(filters, head, version) ? new Row(head, version) : null;
  }

  private static List<ParameterStringFilter> orNone(List<ParameterStringFilter> filters) {
    return filters == null ? List.of() : filters;
  }

  private static String write(String last) {
    return Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(String token) {
    try {
      return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidNextToken("The specified token is not valid.");
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidNextToken("The specified token is not valid.");
    }
  }
}
