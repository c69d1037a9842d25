package io.nephele.services.s3.cors;

import io.nephele.api.s3.CORSConfiguration;
import io.nephele.api.s3.CORSRule;
import io.nephele.api.s3.DeleteBucketCorsRequest;
import io.nephele.api.s3.GetBucketCorsOutput;
import io.nephele.api.s3.GetBucketCorsRequest;
import io.nephele.api.s3.PutBucketCorsRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.configuration.Document;
import java.util.List;
import java.util.Set;

/** The CORS rules of buckets. */
public final class CorsConfigurations {
  private static final int MOST = 100;
  private static final int LONGEST_ID = 255;
  static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");

  private final Document<CORSConfiguration> documents;

  /** The CORS rules of a world's buckets. */
  public CorsConfigurations(S3World s3) {
    this.documents = new Document<>(s3, Kind.CORS, CORSConfiguration::new, CORSConfiguration::new);
  }

  /** The rules of a bucket in their order; null if it has none. */
  List<CORSRule> rules(Reader reader, Bucket bucket) {
    CORSConfiguration stored = documents.find(reader, bucket);
    return stored == null ? null : stored.corsRules();
  }

  /** Replaces the rules. */
  public Unit put(PutBucketCorsRequest in, Call call) {
    CORSConfiguration configuration = in.corsConfiguration();
    List<CORSRule> rules = configuration == null ? null : configuration.corsRules();
    if (rules == null || rules.isEmpty()) {
      throw S3Errors.malformedXml();
    }
    if (rules.size() > MOST) {
      throw S3Errors.invalidRequest(
          "The number of CORS rules should not exceed allowed limit of " + MOST + " rules.");
    }
    for (CORSRule rule : rules) {
      check(rule);
    }
    return documents.put(in.bucket(), configuration, call);
  }

  private static void check(CORSRule rule) {
    boolean incomplete =
        rule.allowedMethods() == null
            || rule.allowedMethods().isEmpty()
            || rule.allowedOrigins() == null
            || rule.allowedOrigins().isEmpty();
    if (incomplete) {
      throw S3Errors.malformedXml();
    }
    if (rule.id() != null && rule.id().length() > LONGEST_ID) {
      throw S3Errors.invalidArgument(
          "The ID of a CORS rule must not be longer than " + LONGEST_ID + " characters",
          "ID",
          rule.id());
    }
    for (String method : rule.allowedMethods()) {
      if (!METHODS.contains(method)) {
        throw S3Errors.invalidRequest(
            "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
      }
    }
    checkWildcards("AllowedOrigin", rule.allowedOrigins());
    checkWildcards("AllowedHeader", rule.allowedHeaders());
    if (rule.exposeHeaders() != null) {
      for (String header : rule.exposeHeaders()) {
        if (header.indexOf('*') >= 0) {
          throw S3Errors.invalidRequest(
              "ExposeHeader \""
                  + header
                  + "\" contains wildcard. We currently do not support wildcard for"
                  + " ExposeHeader.");
        }
      }
    }
  }

  private static void checkWildcards(String element, List<String> values) {
    if (values == null) {
      return;
    }
    for (String value : values) {
      if (value.indexOf('*') != value.lastIndexOf('*')) {
        throw S3Errors.invalidRequest(
            element + " \"" + value + "\" can not have more than one wildcard.");
      }
    }
  }

  /** Tells the rules; an error if there are none. */
  public GetBucketCorsOutput get(GetBucketCorsRequest in, Call call) {
    CORSConfiguration stored = documents.find(in.bucket(), call);
    if (stored == null) {
      throw S3Errors.noSuchConfiguration(
          "NoSuchCORSConfiguration", "The CORS configuration does not exist", in.bucket());
    }
    return new GetBucketCorsOutput().corsRules(stored.corsRules());
  }

  /** Removes the rules. */
  public Unit delete(DeleteBucketCorsRequest in, Call call) {
    return documents.delete(in.bucket(), call);
  }
}
