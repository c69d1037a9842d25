package io.nephele.services.lambda.runtimes;

import io.nephele.machine.sandboxes.Mount;
import java.util.List;
import java.util.Map;

/**
 * How a runtime is started.
 *
 * @param command the program and its arguments; paths as they are in the sandbox
 * @param variables environment variables that the runtime adds to those of all functions
 * @param mounts what it needs to see of the machine
 * @param version what INIT_START calls it, such as {@code python:3.12.v1}
 * @param note what a user should know of it, such as that the interpreter is only a near one; or
 *     null
 */
public record Launch(
    List<String> command,
    Map<String, String> variables,
    List<Mount> mounts,
    String version,
    String note) {}
