package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.APIErrorType;
import io.nephele.api.secretsmanager.BatchGetSecretValueRequest;
import io.nephele.api.secretsmanager.BatchGetSecretValueResponse;
import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.GetSecretValueResponse;
import io.nephele.api.secretsmanager.InvalidNextTokenException;
import io.nephele.api.secretsmanager.ListSecretVersionIdsRequest;
import io.nephele.api.secretsmanager.ListSecretVersionIdsResponse;
import io.nephele.api.secretsmanager.ListSecretsRequest;
import io.nephele.api.secretsmanager.ListSecretsResponse;
import io.nephele.api.secretsmanager.SecretListEntry;
import io.nephele.api.secretsmanager.SecretValueEntry;
import io.nephele.api.secretsmanager.SecretVersionsListEntry;
import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.api.secretsmanager.SortByType;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The operations that answer many secrets or versions, in pages. */
final class Listings {
  private static final int PAGE = 100;
  private static final int BATCH = 20;
  private static final String MARK = "1:";

  private final SecretStore store;
  private final Secrets secrets;

  Listings(SecretStore store, Secrets secrets) {
    this.store = store;
    this.secrets = secrets;
  }

  /** Some of a list, and where the next page begins. */
  private record Page<T>(List<T> items, String next) {
    /** A token names the last one of its page. */
    static <T> Page<T> of(List<T> all, Function<T, String> name, String token, int size) {
      int from = 0;
      if (token != null) {
        String last = read(token);
        while (from < all.size() && !name.apply(all.get(from)).equals(last)) {
          from++;
        }
        if (from++ == all.size()) {
          throw invalidToken();
        }
      }
      int to = Math.min(all.size(), from + size);
      String next = to == all.size() ? null : write(name.apply(all.get(to - 1)));
      return new Page<>(all.subList(from, to), next);
    }

    private static String write(String name) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((MARK + name).getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String token) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        if (text.startsWith(MARK)) {
          return text.substring(MARK.length());
        }
      } catch (IllegalArgumentException e) {
        // answered below
      }
      throw invalidToken();
    }

    private static AwsException invalidToken() {
      return new InvalidNextTokenException("The NextToken value is invalid.");
    }
  }

  ListSecretsResponse list(ListSecretsRequest in, Call call) {
    SecretFilters filters = SecretFilters.of(in.filters());
    List<Secret> found = new ArrayList<>();
    for (Secret secret : store.all(call.accountId(), call.region().name())) {
      boolean wanted = secret.deleted() == null || Boolean.TRUE.equals(in.includePlannedDeletion());
      if (wanted && filters.match(secret)) {
        found.add(secret);
      }
    }
    Comparator<Secret> order = order(in.sortBy()).thenComparing(Secret::name);
    found.sort("desc".equals(in.sortOrder()) ? order.reversed() : order);
    Page<Secret> page =
        Page.of(
            found, Secret::name, in.nextToken(), in.maxResults() == null ? PAGE : in.maxResults());
    List<SecretListEntry> entries = new ArrayList<>();
    for (Secret secret : page.items()) {
      entries.add(entry(secret));
    }
    return new ListSecretsResponse().secretList(entries).nextToken(page.next());
  }

  private static Comparator<Secret> order(String by) {
    return switch (by) {
      case SortByType.NAME -> Comparator.comparing(Secret::name);
      case SortByType.LAST_CHANGED_DATE -> Comparator.comparing(Secret::changed);
      case SortByType.LAST_ACCESSED_DATE ->
          Comparator.comparing(Secret::accessed, Comparator.nullsFirst(Instant::compareTo));
      case null, default -> Comparator.comparing(Secret::created);
    };
  }

  private SecretListEntry entry(Secret secret) {
    SecretListEntry told =
        new SecretListEntry()
            .arn(secret.arn())
            .name(secret.name())
            .description(secret.description())
            .kmsKeyId(secret.kmsKeyId())
            .createdDate(secret.created())
            .lastChangedDate(secret.changed())
            .lastAccessedDate(secret.accessed())
            .deletedDate(secret.deleted())
            .tags(SecretTags.list(secret))
            .secretVersionsToStages(secrets.stages(secret))
            .owningService(secret.owningService())
            .primaryRegion(secret.primaryRegion());
    Rotation rotation = secret.rotation();
    return rotation == null
        ? told
        : told.rotationEnabled(rotation.enabled())
            .rotationLambdaARN(rotation.lambdaArn())
            .rotationRules(rotation.told())
            .lastRotatedDate(rotation.last())
            .nextRotationDate(rotation.closes());
  }

  ListSecretVersionIdsResponse versions(ListSecretVersionIdsRequest in, Call call) {
    Secret secret = store.require(in.secretId(), call);
    List<Version> found = new ArrayList<>();
    for (Version version : store.versions(secret)) {
      if (!version.stages().isEmpty() || Boolean.TRUE.equals(in.includeDeprecated())) {
        found.add(version);
      }
    }
    Page<Version> page =
        Page.of(
            found, Version::id, in.nextToken(), in.maxResults() == null ? PAGE : in.maxResults());
    List<SecretVersionsListEntry> entries = new ArrayList<>();
    for (Version version : page.items()) {
      entries.add(
          new SecretVersionsListEntry()
              .versionId(version.id())
              .versionStages(version.stages().isEmpty() ? null : version.stages())
              .createdDate(version.created())
              .lastAccessedDate(version.accessed())
              .kmsKeyIds(
                  List.of(
                      secret.kmsKeyId() == null || version.value() == null
                          ? "DefaultEncryptionKey"
                          : version.value().kmsKeyArn())));
    }
    return new ListSecretVersionIdsResponse()
        .arn(secret.arn())
        .name(secret.name())
        .versions(entries)
        .nextToken(page.next());
  }

  BatchGetSecretValueResponse batch(BatchGetSecretValueRequest in, Call call) {
    boolean byFilters = in.filters() != null && !in.filters().isEmpty();
    if (byFilters == (in.secretIdList() != null)) {
      throw SecretErrors.invalidParameter(
          "You must include Filters or SecretIdList, but not both.");
    }
    List<String> ids = in.secretIdList();
    String next = null;
    if (byFilters) {
      SecretFilters filters = SecretFilters.of(in.filters());
      List<String> found = new ArrayList<>();
      for (Secret secret : store.all(call.accountId(), call.region().name())) {
        if (secret.deleted() == null && filters.match(secret)) {
          found.add(secret.arn());
        }
      }
      int size = in.maxResults() == null ? BATCH : in.maxResults();
      Page<String> page = Page.of(found, Function.identity(), in.nextToken(), size);
      ids = page.items();
      next = page.next();
    } else if (in.maxResults() != null || in.nextToken() != null) {
      throw SecretErrors.invalidParameter(
          "You can only use MaxResults and NextToken together with Filters.");
    }
    return values(ids, call).nextToken(next);
  }

  /** Asks for each as its caller would, who needs leave to read each. */
  private BatchGetSecretValueResponse values(List<String> ids, Call call) {
    List<SecretValueEntry> values = new ArrayList<>();
    List<APIErrorType> errors = new ArrayList<>();
    for (String id : ids) {
      try {
        GetSecretValueResponse got =
            store
                .world()
                .call(
                    Secretsmanager.GetSecretValue,
                    new GetSecretValueRequest().secretId(id),
                    call.principal(),
                    call.region(),
                    call.origin());
        values.add(
            new SecretValueEntry()
                .arn(got.arn())
                .name(got.name())
                .versionId(got.versionId())
                .secretString(got.secretString())
                .secretBinary(got.secretBinary())
                .versionStages(got.versionStages())
                .createdDate(got.createdDate()));
      } catch (AwsException e) {
        errors.add(new APIErrorType().secretId(id).errorCode(e.code()).message(e.getMessage()));
      }
    }
    return new BatchGetSecretValueResponse().secretValues(values).errors(errors);
  }
}
