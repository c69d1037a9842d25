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
import io.nephele.api.ssm.ParameterInlinePolicy;
import io.nephele.api.ssm.ParameterMetadata;
import io.nephele.api.ssm.ParameterStringFilter;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
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

  Listings(World world, ParameterTables tables, Parameters parameters) {
    this.world = world;
    this.tables = tables;
    this.parameters = parameters;
  }

  private record Row(ParameterHead head, ParameterVersion version) {}

  private record Page(List<Row> rows, String nextToken) {}

  GetParametersByPathResult byPath(GetParametersByPathRequest in, Call call) {
    String path = in.path();
    if (!path.startsWith("/") || path.length() > 1 && !isFolder(path)) {
      throw SsmErrors.validation(
          "The parameter doesn't meet the parameter name requirements. The parameter name must"
              + " begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\""
              + " (case-insensitive). It must use only letters, numbers, or the following symbols:"
              + " . (period), - (hyphen), _ (underscore). Special characters are not allowed. All"
              + " sub-paths, if specified, must use the forward slash symbol \"/\". Valid example:"
              + " /get/parameters2-/by1./path0_.");
    }
    List<ParameterStringFilter> filters = orNone(in.parameterFilters());
    Filters.check(filters, PATH_KEYS, false);
    boolean recursive = Boolean.TRUE.equals(in.recursive());
    String folder = path.endsWith("/") ? path : path + "/";
    int limit = in.maxResults() == null ? PATH_PAGE : in.maxResults();
    Page page = page(folder, recursive, filters, in.nextToken(), limit, call);
    boolean decrypted = Boolean.TRUE.equals(in.withDecryption());
    List<Parameter> found = new ArrayList<>();
    for (Row row : page.rows()) {
      ParameterName name = ParameterName.parse(row.head().name(), call);
      found.add(parameters.told(row.head(), row.version(), name, decrypted, call));
    }
    return new GetParametersByPathResult().parameters(found).nextToken(page.nextToken());
  }

  private static boolean isFolder(String path) {
    return ParameterName.isWellFormed(
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  DescribeParametersResult describe(DescribeParametersRequest in, Call call) {
    if (Boolean.TRUE.equals(in.shared())) {
      throw SsmErrors.validation(
          "Shared parameters need AWS Resource Access Manager, which Nephele does not have yet.");
    }
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
    Page page = page("/", true, filters, in.nextToken(), limit, call);
    List<ParameterMetadata> found = new ArrayList<>();
    for (Row row : page.rows()) {
      found.add(metadata(row, call));
    }
    return new DescribeParametersResult().parameters(found).nextToken(page.nextToken());
  }

  private static ParameterMetadata metadata(Row row, Call call) {
    ParameterVersion version = row.version();
    String name = row.head().name();
    return new ParameterMetadata()
        .name(name)
        .arn(ParameterName.arn(call.partition(), call.region().name(), call.accountId(), name))
        .type(version.type())
        .keyId(version.keyId())
        .lastModifiedDate(version.modified())
        .lastModifiedUser(version.modifiedBy())
        .description(version.description())
        .allowedPattern(version.allowedPattern())
        .version(version.version())
        .tier(version.tier())
        .policies(policies(version))
        .dataType(version.dataType());
  }

  private static List<ParameterInlinePolicy> policies(ParameterVersion version) {
    List<ParameterInlinePolicy> told = Expirations.told(version);
    return told == null ? List.of() : told;
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
        .policies(policies(version))
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
                Row found = chosen(reader, row.value(), filters, call);
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
      Reader reader, ParameterHead head, List<ParameterStringFilter> filters, Call call) {
    long number = head.latest();
    for (ParameterStringFilter filter : filters) {
      if (filter.key().equals("Label")) {
        number = 0;
        for (String label : filter.values()) {
          number = Math.max(number, head.labels().getOrDefault(label, 0L));
        }
      }
    }
    Key place = ParameterName.place(call.accountId(), call.region().name(), head.name());
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
