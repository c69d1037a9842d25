package io.nephele.services.lambda.environments;

/**
 * What an environment may use.
 *
 * @param memoryMegabytes the function's memory size
 * @param timeoutSeconds how long an invocation may take
 * @param ephemeralStorageMegabytes the size of /tmp
 */
public record Limits(int memoryMegabytes, int timeoutSeconds, int ephemeralStorageMegabytes) {}
