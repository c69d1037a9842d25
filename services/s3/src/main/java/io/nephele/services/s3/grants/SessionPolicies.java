package io.nephele.services.s3.grants;

import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies of sessions that are given by grants. */
final class SessionPolicies {
  private static final List<String> READ =
      List.of(
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3:GetObjectAcl",
          "s3:GetObjectVersionAcl",
          "s3:ListMultipartUploadParts");

  private static final List<String> WRITE =
      List.of(
          "s3:PutObject",
          "s3:PutObjectAcl",
          "s3:PutObjectVersionAcl",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
          "s3:AbortMultipartUpload");

  private SessionPolicies() {}

  /** What a session may do with the objects of a scope. */
  static String of(String scope, String permission, String partition) {
    String path = scope.substring(GrantsLocation.EVERYWHERE.length());
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? Grant.withoutStar(path) : path.substring(0, slash);
    String key = slash < 0 ? "*" : path.substring(slash + 1);
    String bucketArn = "arn:" + partition + ":s3:::" + bucket;
    List<String> actions = new ArrayList<>();
    List<Object> statements = new ArrayList<>();
    if (!permission.equals("WRITE")) {
      actions.addAll(READ);
      Map<String, Object> listing = statement(List.of("s3:ListBucket"), bucketArn);
      listing.put("Condition", Map.of("StringLike", Map.of("s3:prefix", literal(key))));
      statements.add(listing);
    }
    if (!permission.equals("READ")) {
      actions.addAll(WRITE);
    }
    statements.addFirst(statement(actions, bucketArn + "/" + literal(key)));
    statements.add(statement(List.of("kms:Decrypt", "kms:GenerateDataKey"), "*"));
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    return JsonText.write(policy);
  }

  private static Map<String, Object> statement(List<String> actions, String resource) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Action", actions);
    statement.put("Resource", resource);
    return statement;
  }

  /** A key in which nothing is a variable. */
  private static String literal(String key) {
    return key.replace("${", "${$}{");
  }
}
