package io.nephele.services.lambda.state;

import java.util.Map;

/**
 * What all versions of a function share.
 *
 * @param nextVersion the number that the next version gets
 * @param reservedConcurrency how many of its invocations may run at a time, or null
 * @param tags by key
 * @param codeSigningConfigArn or null
 * @param recursiveLoop {@code Allow} or {@code Terminate}
 */
public record FunctionRow(
    String accountId,
    String region,
    String name,
    long nextVersion,
    Integer reservedConcurrency,
    Map<String, String> tags,
    String codeSigningConfigArn,
    String recursiveLoop) {
  /** Its name without a qualifier. */
  public FunctionRef ref() {
    return FunctionRef.of(accountId, region, name);
  }

  /** After another version. */
  public FunctionRow afterVersion() {
    return new FunctionRow(
        accountId,
        region,
        name,
        nextVersion + 1,
        reservedConcurrency,
        tags,
        codeSigningConfigArn,
        recursiveLoop);
  }

  /** With another reserved concurrency, or null. */
  public FunctionRow withReserved(Integer concurrency) {
    return new FunctionRow(
        accountId,
        region,
        name,
        nextVersion,
        concurrency,
        tags,
        codeSigningConfigArn,
        recursiveLoop);
  }

  /** With other tags. */
  public FunctionRow withTags(Map<String, String> other) {
    return new FunctionRow(
        accountId,
        region,
        name,
        nextVersion,
        reservedConcurrency,
        other,
        codeSigningConfigArn,
        recursiveLoop);
  }

  /** With another code signing configuration, or null. */
  public FunctionRow withCodeSigning(String arn) {
    return new FunctionRow(
        accountId, region, name, nextVersion, reservedConcurrency, tags, arn, recursiveLoop);
  }

  /** With another answer to recursive loops. */
  public FunctionRow withRecursiveLoop(String answer) {
    return new FunctionRow(
        accountId,
        region,
        name,
        nextVersion,
        reservedConcurrency,
        tags,
        codeSigningConfigArn,
        answer);
  }
}
