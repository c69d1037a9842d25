package io.nephele.services.s3.configuration;

import io.nephele.api.s3.DeleteBucketIntelligentTieringConfigurationRequest;
import io.nephele.api.s3.GetBucketIntelligentTieringConfigurationOutput;
import io.nephele.api.s3.GetBucketIntelligentTieringConfigurationRequest;
import io.nephele.api.s3.IntelligentTieringConfiguration;
import io.nephele.api.s3.IntelligentTieringFilter;
import io.nephele.api.s3.ListBucketIntelligentTieringConfigurationsOutput;
import io.nephele.api.s3.ListBucketIntelligentTieringConfigurationsRequest;
import io.nephele.api.s3.PutBucketIntelligentTieringConfigurationRequest;
import io.nephele.api.s3.Tiering;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** After how many days without access objects go to the archive tiers of Intelligent-Tiering. */
final class IntelligentTiering {
  private static final Map<String, Integer> FEWEST_DAYS =
      Map.of("ARCHIVE_ACCESS", 90, "DEEP_ARCHIVE_ACCESS", 180);
  private static final int MOST_DAYS = 730;

  private final DocumentSet<IntelligentTieringConfiguration> documents;

  IntelligentTiering(S3World s3) {
    this.documents =
        new DocumentSet<>(
            s3,
            Kind.INTELLIGENT_TIERING,
            IntelligentTieringConfiguration::new,
            IntelligentTieringConfiguration::new);
  }

  Unit put(PutBucketIntelligentTieringConfigurationRequest in, Call call) {
    IntelligentTieringConfiguration configuration = in.intelligentTieringConfiguration();
    if (configuration == null) {
      throw S3Errors.malformedXml();
    }
    String status = configuration.status();
    if (!"Enabled".equals(status) && !"Disabled".equals(status)) {
      throw S3Errors.malformedXml();
    }
    IntelligentTieringFilter filter = configuration.filter();
    if (filter != null) {
      Filters.checkOne(filter.prefix(), filter.tag(), filter.and());
      Filters.check(filter.tag());
      if (filter.and() != null) {
        Filters.checkAnd(filter.and().tags(), filter.and().prefix());
      }
    }
    check(configuration.tierings());
    return documents.put(in.bucket(), in.id(), configuration.id(), configuration, call);
  }

  private static void check(List<Tiering> tierings) {
    if (tierings == null || tierings.isEmpty()) {
      throw S3Errors.malformedXml();
    }
    Set<String> tiers = new HashSet<>();
    for (Tiering tiering : tierings) {
      Integer fewest = tiering.accessTier() == null ? null : FEWEST_DAYS.get(tiering.accessTier());
      if (fewest == null || tiering.days() == null || !tiers.add(tiering.accessTier())) {
        throw S3Errors.malformedXml();
      }
      if (tiering.days() < fewest || tiering.days() > MOST_DAYS) {
        throw S3Errors.invalidArgument(
            "Days of " + tiering.accessTier() + " must be between " + fewest + " and " + MOST_DAYS,
            "Days",
            tiering.days());
      }
    }
  }

  GetBucketIntelligentTieringConfigurationOutput get(
      GetBucketIntelligentTieringConfigurationRequest in, Call call) {
    return new GetBucketIntelligentTieringConfigurationOutput()
        .intelligentTieringConfiguration(documents.get(in.bucket(), in.id(), call));
  }

  Unit delete(DeleteBucketIntelligentTieringConfigurationRequest in, Call call) {
    return documents.delete(in.bucket(), in.id(), call);
  }

  ListBucketIntelligentTieringConfigurationsOutput list(
      ListBucketIntelligentTieringConfigurationsRequest in, Call call) {
    DocumentSet.Part<IntelligentTieringConfiguration> part =
        documents.list(
            in.bucket(), in.continuationToken(), IntelligentTieringConfiguration::id, call);
    return new ListBucketIntelligentTieringConfigurationsOutput()
        .intelligentTieringConfigurationList(part.documents())
        .isTruncated(part.next() != null)
        .continuationToken(in.continuationToken())
        .nextContinuationToken(part.next());
  }
}
