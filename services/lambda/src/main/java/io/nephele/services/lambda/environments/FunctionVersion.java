package io.nephele.services.lambda.environments;

/**
 * Which version of which function.
 *
 * @param accountId the account that owns it
 * @param region the region's name
 * @param name the function's name
 * @param version {@code $LATEST} or a number
 * @param arn the version's qualified ARN
 */
public record FunctionVersion(
    String accountId, String region, String name, String version, String arn) {}
