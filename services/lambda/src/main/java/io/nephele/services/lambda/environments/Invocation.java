package io.nephele.services.lambda.environments;

import io.nephele.model.Bytes;

/**
 * One invocation.
 *
 * @param requestId its id; retries of an asynchronous invocation have the same
 * @param payload the event, JSON
 * @param clientContext the client context as JSON, or null
 * @param cognitoIdentity the Cognito identity as JSON, or null
 * @param traceHeader the value of X-Amzn-Trace-Id, or null
 * @param invokedArn the ARN that was invoked, with the qualifier that the caller gave, if any
 * @param tenantId the tenant on whose behalf, or null
 * @param sink takes the response as it comes, or null where it is wanted as a whole
 */
public record Invocation(
    String requestId,
    Bytes payload,
    String clientContext,
    String cognitoIdentity,
    String traceHeader,
    String invokedArn,
    String tenantId,
    ResponseSink sink) {}
