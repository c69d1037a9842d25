package io.nephele.services.lambda.environments;

import java.util.Map;
import java.util.function.Supplier;

/**
 * How an execution environment is to be.
 *
 * @param function the version whose environment it is
 * @param code what it runs
 * @param limits what it may use
 * @param variables the function's own environment variables, decrypted
 * @param logging where and how it logs
 * @param tracing {@code Active} or {@code PassThrough}
 * @param initialization why it is made
 * @param credentials the role's credentials, asked for whenever a runtime process starts; or null
 *     for a function that is to have none
 * @param tenantId the tenant that it serves alone, or null
 */
public record EnvironmentSpec(
    FunctionVersion function,
    FunctionCode code,
    Limits limits,
    Map<String, String> variables,
    Logging logging,
    String tracing,
    InitializationType initialization,
    Supplier<RoleCredentials> credentials,
    String tenantId) {}
